using System.Text.Json.Nodes;
using DaprShared.Tool.Values;
using Xunit;

namespace DaprShared.Tool.Tests;

public class SetExpressionTests
{
    [Theory]
    [InlineData("a=b", """{"a":"b"}""")]
    [InlineData("a.b=c,a.d=e", """{"a":{"b":"c","d":"e"}}""")]
    [InlineData("a=1,b=true,c=null,d=0,e=-5", """{"a":1,"b":true,"c":null,"d":0,"e":-5}""")]
    [InlineData("a=1.18,b=007,c=1.18.3", """{"a":"1.18","b":"007","c":"1.18.3"}""")]
    [InlineData("a=", """{"a":""}""")]
    [InlineData("a={x,1,true}", """{"a":["x",1,true]}""")]
    [InlineData("a={},b=1", """{"a":[],"b":1}""")]
    [InlineData("a[0].b=x,a[0].c=y,a[2]=z", """{"a":[{"b":"x","c":"y"},null,"z"]}""")]
    [InlineData("a[0][1]=x", """{"a":[[null,"x"]]}""")]
    [InlineData(@"a.kubernetes\.io/os=linux", """{"a":{"kubernetes.io/os":"linux"}}""")]
    [InlineData(@"a=x\,y,b=\{z\}", """{"a":"x,y","b":"{z}"}""")]
    [InlineData("a=b=c", """{"a":"b=c"}""")]
    [InlineData("a=b,", """{"a":"b"}""")]
    public void It_reads_what_Helm_reads(string expression, string json)
    {
        var values = new JsonObject();
        SetExpression.Apply(values, expression, SetExpression.Typed);
        Assert.Equal(json, values.ToJsonString());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("=b")]
    [InlineData("a..b=c")]
    [InlineData("a[x]=1")]
    [InlineData("a[1=1")]
    [InlineData("a[999999]=1")]
    [InlineData("a={b")]
    [InlineData("a={b}c")]
    public void What_Helm_refuses_is_refused(string expression) =>
        Assert.Throws<ValuesException>(() => SetExpression.Apply([], expression, SetExpression.Typed));

    [Fact]
    public void A_mistake_is_reported_without_repeating_the_expression()
    {
        var mistake = Assert.Throws<ValuesException>(
            () => SetExpression.Apply([], "shared.daprd.token=s3,cr3t", SetExpression.Typed)).Message;
        Assert.Equal(@"pair 2 has no '='; write a comma in a value as '\,'.", mistake);
    }

    [Fact]
    public void It_changes_what_is_there_and_leaves_the_rest()
    {
        var values = new JsonObject { ["a"] = new JsonObject { ["b"] = 1, ["c"] = 2 }, ["d"] = "text" };
        SetExpression.Apply(values, "a.b=3,d.e=4", SetExpression.Typed);
        Assert.Equal("""{"a":{"b":3,"c":2},"d":{"e":4}}""", values.ToJsonString());
    }

    [Fact]
    public void Values_of_set_string_stay_text()
    {
        var values = new JsonObject();
        SetExpression.Apply(values, "a=1,b=true,c={null}", text => text);
        Assert.Equal("""{"a":"1","b":"true","c":["null"]}""", values.ToJsonString());
    }
}
