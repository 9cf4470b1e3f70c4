namespace DaprShared.Hosting.Tests;

/// <summary>A folder of resource files that a team already has.</summary>
internal sealed class TeamFolder : IDisposable
{
    public const string Store =
        """
        # Ours, since 2021.
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
          namespace: shop
        spec:
          type: state.redis
          version: v1
          metadata:
          - name: redisPassword
            value: hunter2   # to be moved
          - name: queryIndexes
            value: '{{ x'
          - name: enableTLS
            value: no
        ---
        apiVersion: dapr.io/v1alpha1
        kind: HTTPEndpoint
        metadata:
          name: bank
        spec:
          baseUrl: https://bank.example.com
        """;

    public const string Configurations =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata:
          name: shop
        spec: {}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata:
          name: other
        spec: {}
        """;

    public string Path { get; } = Directory.CreateTempSubdirectory("dapr-shared-").FullName;

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
