namespace DaprdStandIn.Tests;

public class CommandLineTests
{
    [Fact]
    public async Task An_unknown_flag_is_refused_in_the_words_of_pflag()
    {
        var (code, _, error) = await RunAsync("--app-id", "orders", "--no-such-flag", "1");

        Assert.Equal(2, code);
        Assert.EndsWith("unknown flag: --no-such-flag", error.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--app-max-concurrency=x",
        """invalid argument "x" for "--app-max-concurrency" flag: strconv.ParseInt: parsing "x": invalid syntax""")]
    [InlineData("--enable-mtls=x", """invalid argument "x" for "--enable-mtls" flag: strconv.ParseBool: parsing "x": invalid syntax""")]
    [InlineData("--app-id", "flag needs an argument: --app-id")]
    [InlineData("--=x", "bad flag syntax: --=x")]
    public async Task A_value_that_a_flag_cannot_hold_is_refused(string argument, string message)
    {
        var (code, _, error) = await RunAsync(argument);

        Assert.Equal(2, code);
        Assert.EndsWith(message, error.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parameter app-id cannot be empty")]
    [InlineData("parameter app-id cannot contain dots", "--app-id=a.b")]
    [InlineData("error parsing app-port: strconv.Atoi: parsing \\\"http\\\": invalid syntax", "--app-id=a", "--app-port=http")]
    [InlineData("the 'dapr-http-port' argument value 3500 conflicts with 'app-port'", "--app-id=a", "--app-port=3500")]
    [InlineData("invalid value for 'app-protocol': smtp", "--app-id=a", "--app-protocol=smtp")]
    [InlineData("invalid mode: cloud", "--app-id=a", "--mode=cloud")]
    [InlineData("error loading configuration: ", "--app-id=a", "--config=/no/such/file.yaml")]
    [InlineData("failed to load components: open /no/such: ", "--app-id=a", "--enable-metrics=false", "--resources-path=/no/such")]
    public async Task A_setting_that_makes_no_sense_is_fatal(string message, params string[] arguments)
    {
        var (code, output, _) = await RunAsync(arguments);

        Assert.Equal(1, code);
        var line = output.TrimEnd().Split('\n')[^1];
        Assert.Contains("level=fatal", line, StringComparison.Ordinal);
        Assert.Contains("Fatal error from runtime: " + message, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-version")]
    [InlineData("--version=true")]
    public async Task The_version_is_printed_and_says_that_this_is_a_stand_in(string argument)
    {
        Assert.Equal((0, "1.18.3-standin\n", ""), await RunAsync(argument));
    }

    [Fact]
    public async Task A_deprecated_flag_is_accepted_with_a_warning()
    {
        var (code, _, error) = await RunAsync("--version", "--components-path", "/components", "--actors-service=x:y");

        Assert.Equal(0, code);
        Assert.Contains("Flag --components-path has been deprecated, use --resources-path", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_lines_name_the_app_and_the_scope()
    {
        var (_, text, _) = await RunAsync("--app-id", "orders", "--mode", "cloud");
        Assert.Matches(
            "^time=\"[^\"]+\" level=info msg=\"Starting Dapr Runtime -- version 1.18.3-standin -- commit none\" app_id=orders "
                + "instance=\\S+ scope=dapr.runtime type=log ver=1.18.3-standin\n", text);

        var (_, json, _) = await RunAsync("--app-id", "orders", "--mode", "cloud", "--log-as-json=true");
        Assert.Matches("^{\"app_id\":\"orders\",\"instance\":\"[^\"]+\",\"level\":\"info\",\"msg\":\"Starting", json);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Daprd.RunAsync(arguments, _ => null, output, error, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
