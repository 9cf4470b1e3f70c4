using System.Text.Json.Nodes;
using DaprShared.Build;

namespace Build.Tests;

public sealed class TypeScriptApiTests
{
    [Fact]
    public async Task What_the_packages_export_is_what_the_baseline_says()
    {
        SkipWithoutCli();

        var exported = TypeScriptApi.Normal(await TypeScriptApi.Dump(TypeScriptApi.Projects));

        Assert.Equal(Repository.Read(TypeScriptApi.Baseline).Split('\n'), exported.Split('\n'));
    }

    [Fact]
    public async Task What_the_pages_and_the_shop_call_of_Aspire_is_there()
    {
        SkipWithoutCli();

        var core = await TypeScriptApi.Dump($"Aspire.Hosting@{TypeScriptApi.Version}");

        var exported = (from entry in JsonNode.Parse(TypeScriptApi.Normal(core))!["methods"]!.AsObject()
                        select TypeScriptCall.Method(entry.Value!)).ToLookup(method => method.Name);
        Assert.All(TypeScriptCallTests.Aspire, method => Assert.Contains(exported[method.Name], each =>
            each.Required == method.Required && method.Optional.All(each.Optional.Contains)));
    }

    [Fact]
    public void Nothing_collides_in_the_baseline() =>
        Assert.Empty(JsonNode.Parse(Repository.Read(TypeScriptApi.Baseline))!["diagnostics"]!.AsArray());

    [Fact]
    public void A_dump_becomes_names_and_types_in_order_and_without_texts()
    {
        var dump = JsonNode.Parse("""
            {
              "Capabilities": [
                {
                  "CapabilityId": "b/withX", "MethodName": "withX", "Description": "Does.",
                  "TargetTypeId": "b/N.Thing", "TargetParameterName": "builder", "ReturnType": { "TypeId": "b/N.Thing" },
                  "Parameters": [
                    { "Name": "x", "Type": { "TypeId": "string|b/N.X" }, "IsOptional": false, "IsNullable": false, "IsCallback": false },
                    {
                      "Name": "configure", "IsOptional": true, "IsNullable": false, "IsCallback": true,
                      "CallbackParameters": [{ "Name": "obj", "Type": { "TypeId": "b/N.M.Options" } }],
                      "CallbackReturnType": { "TypeId": "void" }
                    },
                    {
                      "Name": "key", "Type": { "TypeId": "string" }, "IsOptional": true, "IsNullable": false, "IsCallback": false,
                      "DefaultValue": "ca.crt"
                    }
                  ]
                },
                {
                  "CapabilityId": "b/Thing.id", "MethodName": "id", "TargetTypeId": "b/N.Thing", "TargetParameterName": "context",
                  "Parameters": [
                    { "Name": "context", "Type": { "TypeId": "b/N.Thing" }, "IsOptional": false, "IsNullable": false, "IsCallback": false }
                  ],
                  "ReturnType": { "TypeId": "string" }
                }
              ],
              "HandleTypes": [{ "AtsTypeId": "b/N.Thing", "BaseTypeHierarchy": [{ "TypeId": "a/N.Resource" }] }],
              "DtoTypes": [{ "Name": "X", "Properties": [{ "Name": "Policy", "Type": { "TypeId": "enum:N.Kind" } }] }],
              "EnumTypes": [{ "TypeId": "enum:N.Kind", "Name": "Kind", "Values": ["A", "B"] }],
              "Diagnostics": [{ "Severity": "Warning", "Message": "Collision." }]
            }
            """)!.AsObject();

        Assert.Equal(
            """
            {
              "methods": {
                "b/Thing.id": {
                  "name": "Thing.id",
                  "parameters": [],
                  "returns": "string"
                },
                "b/withX": {
                  "name": "Thing.withX",
                  "parameters": [
                    "x: string | X",
                    "configure?: (Options) => void",
                    "key?: string = \"ca.crt\""
                  ],
                  "returns": "Thing"
                }
              },
              "handles": {
                "Thing": [
                  "Resource"
                ]
              },
              "values": {
                "X": [
                  "policy?: Kind"
                ]
              },
              "enums": {
                "Kind": [
                  "A",
                  "B"
                ]
              },
              "diagnostics": [
                {
                  "Severity": "Warning",
                  "Message": "Collision."
                }
              ]
            }

            """,
            TypeScriptApi.Normal(dump));
    }

    // The CLI is asked in the folder of the repository.
    private static void SkipWithoutCli()
    {
        Directory.SetCurrentDirectory(Repository.Root);
        Assert.SkipWhen(TypeScriptApi.Missing() is not null, $"What the packages export is not known here: {TypeScriptApi.Missing()}");
    }
}
