using System.Diagnostics;
using System.Globalization;
using DaprdStandIn.Redis;

namespace DaprdStandIn.Tests;

/// <summary>A Redis of its own for one test; where its server is not installed, the test is skipped.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Password = "secret";

    private readonly Process _process;

    private RedisServer(Process process, string address, RedisClient client) => (_process, Address, Client) = (process, address, client);

    public string Address { get; }

    public RedisClient Client { get; }

    /// <summary>The host from the environment, the password from a secret store: both ways that an AppHost uses.</summary>
    public static string Metadata(string more = "") => $"""
          metadata:
          - name: redisHost
            envRef: REDIS
          - name: redisPassword
            secretKeyRef:
              name: REDIS_PASSWORD
        {more}
        auth:
          secretStore: envs
        """;

    public Dictionary<string, string?> Variables => new() { ["REDIS"] = Address, ["REDIS_PASSWORD"] = Password };

    public static async Task<RedisServer> StartAsync()
    {
        var port = RunningDaprd.FreePort();
        var start = new ProcessStartInfo("redis-server")
        {
            ArgumentList =
            {
                "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--requirepass", Password, "--save", "",
            },
            RedirectStandardOutput = true,
        };
        try
        {
            var process = Process.Start(start)!;
            process.BeginOutputReadLine();
            var client = await RedisClient.ConnectAsync(
                new("127.0.0.1", port, "", Password, 0), TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            return new(process, $"127.0.0.1:{port}", client);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("redis-server is not installed");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
