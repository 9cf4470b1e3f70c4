using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;

namespace DaprdStandIn.Tests;

public class EncryptionTests
{
    private const string One = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private const string Two = "ffeeddccbbaa99887766554433221100";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void It_encrypts_as_the_framework_does(int keySize)
    {
        var key = RandomNumberGenerator.GetBytes(keySize);
        var nonce = RandomNumberGenerator.GetBytes(12);
        foreach (var length in (int[])[0, 1, 15, 16, 17, 100])
        {
            var (text, expected, tag) = (RandomNumberGenerator.GetBytes(length), new byte[length], new byte[16]);
            using var framework = new AesGcm(key, tag.Length);
            framework.Encrypt(nonce, text, expected, tag);

            var own = new State.AesGcm(key);

            Assert.Equal([.. expected, .. tag], own.Seal(nonce, text));
            Assert.Equal(text, own.Open(nonce, [.. expected, .. tag]));
            tag[0] ^= 1;
            Assert.Throws<FormatException>(() => own.Open(nonce, [.. expected, .. tag]));
        }
    }

    [Fact]
    public void What_the_key_before_encrypted_is_read_as_long_as_that_is_the_secondary_key()
    {
        State.EncryptionKey one = new("ONE", One), two = new("TWO", Two);
        var stored = new State.EncryptionKeys(one, null).Encrypt("text"u8.ToArray());

        Assert.Equal("text", Encoding.UTF8.GetString(new State.EncryptionKeys(two, one).Decrypt(stored).Span));
        Assert.Throws<FormatException>(() => new State.EncryptionKeys(two, null).Decrypt(stored));
        // The name decides, so a key must keep it.
        Assert.Throws<FormatException>(() => new State.EncryptionKeys(new("RENAMED", One), null).Decrypt(stored));
    }

    [Fact]
    public async Task Bytes_come_back_over_gRPC_and_of_an_object_over_HTTP_comes_what_Go_prints()
    {
        await using var daprd = await StartAsync("""
                secretKeyRef:
                  name: ONE
            """);

        await daprd.Client.SaveStateAsync("statestore", "grpc", new { N = 1 }, cancellationToken: Cancellation);
        using var saved = await daprd.Http.PostAsJsonAsync(
            "/v1.0/state/statestore", new[] { new { key = "http", value = new { b = new[] { 1, 2 }, a = true } } }, Cancellation);
        saved.EnsureSuccessStatusCode();

        Assert.Equal("""{"n":1}""", await daprd.Http.GetStringAsync("/v1.0/state/statestore/grpc", Cancellation));
        Assert.Equal("map[a:true b:[1 2]]", await daprd.Http.GetStringAsync("/v1.0/state/statestore/http", Cancellation));
        Assert.Contains("Automatic encryption enabled for state store statestore", daprd.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    value: " + One)]
    [InlineData("    envRef: KEY_ONE")]
    public async Task A_key_that_no_secret_store_holds_is_ignored_without_a_word(string key)
    {
        await using var daprd = await StartAsync(key);

        Assert.DoesNotContain("encryption", daprd.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<RunningDaprd> StartAsync(string key) => RunningDaprd.StartAsync(
        resources:
        [
            Manifests.Component("keys", "secretstores.local.env", """
                  metadata:
                  - name: prefix
                    value: KEY_
                """),
            Manifests.Component("statestore", "state.in-memory", $"""
                  metadata:
                  - name: primaryEncryptionKey
                {key}
                auth:
                  secretStore: keys
                """),
        ],
        variables: new() { ["KEY_ONE"] = One });
}
