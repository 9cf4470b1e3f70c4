using DaprShared.Tool.Values;
using Xunit;

namespace DaprShared.Tool.Tests;

public class ValuesYamlTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: -0x1", """{"a":"-0x1"}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: 007", """{"a":"007"}""")]
    [InlineData("a: 1.18", """{"a":1.18}""")]
    [InlineData("a: 1.18.3", """{"a":"1.18.3"}""")]
    [InlineData("a: '1'", """{"a":"1"}""")]
    [InlineData("a: !!str 1", """{"a":"1"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: ~\nb:\nc: null", """{"a":null,"b":null,"c":null}""")]
    [InlineData("a: [x, {y: 2}]", """{"a":["x",{"y":2}]}""")]
    [InlineData("---\na: b\n...\n", """{"a":"b"}""")]
    [InlineData("a: &x {b: 1}\nc: *x", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3", """{"a":{"b":1,"c":2},"d":{"c":3,"b":1}}""")]
    [InlineData("", "{}")]
    [InlineData("# nothing\n", "{}")]
    public void Scalars_have_the_types_of_YAML_1_2(string yaml, string json) => Assert.Equal(json, Read(yaml));

    [Theory]
    [InlineData("- a", "is not a map")]
    [InlineData("a: 1\na: 2", "line 2, column 1: found key 'a' for the second time")]
    [InlineData("a: 1\n---\nb: 2", "more than one YAML document")]
    [InlineData("a: *b", "line 1, column 4: found an alias without an anchor")]
    [InlineData("a: !secret b", "a tag that is not YAML's")]
    [InlineData("? [a]\n: b", "a key that is not text")]
    [InlineData("a: [1", "is not valid YAML")]
    [InlineData("a: [1\nb: 2\n", "is not valid YAML")]
    [InlineData("a: 'b", "is not valid YAML")]
    [InlineData(
        "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
        + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
        + "f: [*e, *e, *e, *e, *e, *e, *e, *e, *e]",
        "too large")]
    public void What_is_no_values_file_is_refused(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<ValuesException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Contains("too deeply", Assert.Throws<ValuesException>(() => Read($"a: {new string('[', 5000)}")).Message,
            StringComparison.Ordinal);

    private static string Read(string yaml) => ValuesYaml.Read(yaml).ToJsonString();
}
