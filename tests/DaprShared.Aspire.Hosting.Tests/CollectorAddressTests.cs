namespace DaprShared.Hosting.Tests;

/// <summary>What is said of a collector's address and headers that daprd cannot use, and what is not shown of them.</summary>
public sealed class CollectorAddressTests
{
    [Theory]
    [InlineData("http://collector:4317")]
    [InlineData("http://10.0.0.7:4317")]
    [InlineData("http://[fd00::7]:65535")]
    [InlineData("https://api.example.com")]
    public void An_address_that_daprd_can_use_is_no_mistake(string url)
    {
        var builder = AppHost.Create();
        builder.WithDaprSharedOtlpCollector(url);
        builder.AddDaprShared("orders");

        Assert.Empty(builder.Diagnostics(DaprdMode.Kubernetes));
    }

    [Theory]
    [InlineData("", "its address '' is empty. Write http://collector:4317; https is for a collector with TLS.")]
    [InlineData("collector:4317", "its address 'collector:4317' has no scheme. Write http://collector:4317; "
        + "https is for a collector with TLS.")]
    [InlineData("HTTPS://c:4317", "its address 'HTTPS://c:4317' has capitals in its scheme, which daprd knows in lower case. "
        + "Write https://c:4317.")]
    [InlineData("grpcs://c", "its address 'grpcs://c' has a scheme other than http and https. "
        + "Write https://c; https is for a collector with TLS.")]
    [InlineData("http://", "its address 'http://' has no host. Write http://collector:4317; https is for a collector with TLS.")]
    [InlineData("http://c", "its address 'http://c' has no port; daprd would dial 443. "
        + "Write http://c:4317, or the port that it listens on.")]
    [InlineData("http://c:65536", "its address 'http://c:65536' has a port that is no number from 1 to 65535. "
        + "Write http://c:4317, or the port that it listens on.")]
    [InlineData("http://c:4318/v1/traces", "its address 'http://c:4318…' has a path, which daprd would take for a part of the host. "
        + "Write http://c:4318; over HTTP daprd adds /v1/traces.")]
    [InlineData("http://c:4317/", "its address 'http://c:4317…' has a path, which daprd would take for a part of the host. "
        + "Write http://c:4317; over HTTP daprd adds /v1/traces.")]
    [InlineData(" http://c:4317", "its address 'http://c:4317' has a space or a control character. Write http://c:4317 without it.")]
    [InlineData("http://c_1,c_2:4317", "its address '…' has a host that is neither a name nor an address. "
        + "Write http://collector:4317; https is for a collector with TLS.")]
    [InlineData("http://me:s3cret@c:4317", "its address 'http://…@c:4317' has a user name or a password, which daprd would dial "
        + "with the host. Write http://c:4317; a key goes into headers, a secret parameter with name=value.")]
    [InlineData("http://c:4317?api-key=s3cret", "its address 'http://c:4317…' has a query or a fragment, and daprd takes a host and "
        + "a port alone. Write http://c:4317; a key goes into headers, a secret parameter with name=value.")]
    public void An_address_that_daprd_cannot_use_is_told_with_the_one_to_write(string url, string mistake)
    {
        var builder = AppHost.Create();
        builder.WithDaprSharedOtlpCollector(url);
        builder.AddDaprShared("orders");
        builder.AddDaprShared("mails");

        // Once, for whoever wrote it, and before it is published.
        Assert.StartsWith(
            $"error DAPRSHARED138: WithDaprSharedOtlpCollector: {mistake}",
            Assert.Single(builder.Diagnostics()),
            StringComparison.Ordinal);
    }

    // Whatever stands where: a password may have any character, and half an address may be nothing else.
    [Theory]
    [InlineData("me:s3cret@c:4317")]
    [InlineData("http://me:s3cret")]
    [InlineData("http://me:s3/cret@c:4317")]
    [InlineData("http://me:s3?s3cret@c:4317")]
    [InlineData("http://s3cret@s3cret@c:4317")]
    [InlineData("http://c:4317?mail=s3cret@s3cret")]
    [InlineData("http://c:4317/s3cret/v1/traces")]
    [InlineData("http://c:4317/#s3cret")]
    [InlineData("http://c:4317 api-key=s3cret")]
    [InlineData("api-key=s3cret")]
    public void Nothing_of_an_address_that_may_be_a_secret_is_shown(string url)
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithOtlpCollector(url);

        var mistake = Assert.Single(builder.Diagnostics(DaprdMode.Kubernetes));
        Assert.StartsWith("error DAPRSHARED138: orders: its address '", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("s3", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_that_has_a_value_is_checked_before_anything_is_written()
    {
        var mistakes = await Assert.ThrowsAnyAsync<Exception>(() => AppHost.PublishAsync(builder =>
        {
            builder.WithDaprSharedOtlpCollector(builder.AddParameter("url", "collector:4317"));
            builder.AddDaprShared("orders");
            builder.AddDaprShared("mails").WithOtlpCollector(
                builder.AddParameter("secret-url", "http://me:s3cret@c:4317", secret: true),
                headers: builder.AddParameter("key", "s3cret", secret: true));
            // It may get one later, and an empty one is none.
            builder.AddDaprShared("later")
                .WithOtlpCollector(builder.AddParameter("later-url"), headers: builder.AddParameter("later-key", secret: true));
        }));

        Assert.Equal(
            [
                "error DAPRSHARED138: WithDaprSharedOtlpCollector: its address 'collector:4317', the value of parameter 'url', has no "
                    + "scheme. Write http://collector:4317; https is for a collector with TLS.",
                "error DAPRSHARED138: mails: its address, the value of parameter 'secret-url', has a user name or a password, which daprd "
                    + "would dial with the host. Write http://collector:4317; a key goes into headers, a secret parameter "
                    + "with name=value.",
                "error DAPRSHARED138: mails: the value of parameter 'key' is no list of headers, and daprd ends at it. "
                    + "Give it name=value, several with commas between, values escaped as in a URL.",
            ],
            mistakes.Message.Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("api-key=1", true)]
    [InlineData("api-key=1, x-scope=%20a=b", true)]
    [InlineData("api-key=", true)]
    [InlineData("api-key=1,", false)]
    [InlineData("api key=1", false)]
    [InlineData("api-key=100%", false)]
    [InlineData("=1", false)]
    public void Headers_are_what_daprd_reads(string value, bool isLegal)
    {
        var builder = AppHost.Create();
        builder.AddDaprShared("orders").WithOtlpCollector("http://c:4317", headers: builder.AddParameter("key", value, secret: true));

        Assert.Equal(isLegal ? 0 : 1, builder.Diagnostics(DaprdMode.Kubernetes).Count);
    }
}
