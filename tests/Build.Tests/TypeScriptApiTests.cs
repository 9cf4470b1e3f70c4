using System.Reflection;
using System.Text.Json.Nodes;
using DaprShared.Build;

namespace Build.Tests;

public sealed class TypeScriptApiTests
{
    [Fact]
    public async Task What_the_packages_export_is_what_the_baseline_says()
    {
        Directory.SetCurrentDirectory(typeof(TypeScriptApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Repository").Value!);

        var (exported, missing) = await TypeScriptApi.Dump();

        Assert.SkipWhen(exported is null, $"What the packages export is not known: {missing}");
        Assert.Equal(await File.ReadAllLinesAsync(TypeScriptApi.Baseline, TestContext.Current.CancellationToken), exported!.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_dump_is_kept_an_entry_a_line_in_order_and_without_texts()
    {
        var dump = JsonNode.Parse("""
            {
              "Capabilities": [
                { "CapabilityId": "b/withX", "Description": "Does.", "Parameters": [{ "Name": "x", "Documentation": { "Summary": "An x." } }] },
                { "CapabilityId": "a/addX", "Parameters": [] }
              ],
              "Diagnostics": []
            }
            """)!.AsObject();

        Assert.Equal(
            """
            {
              "Capabilities": [
                {"CapabilityId":"a/addX","Parameters":[]},
                {"CapabilityId":"b/withX","Parameters":[{"Name":"x"}]}
              ],
              "Diagnostics": []
            }

            """,
            TypeScriptApi.Normal(dump));
    }
}
