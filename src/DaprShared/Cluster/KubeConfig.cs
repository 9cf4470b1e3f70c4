using System.Net;
using k8s;
using k8s.KubeConfigModels;

namespace DaprShared.Cluster;

/// <summary>Finds and reads a kubeconfig as kubectl does, where the client library does it differently.</summary>
internal static class KubeConfig
{
    /// <summary>Returns the file that is named; else those of the variable that are there; else the default one, if it is.</summary>
    public static FileInfo[] Files(string? named, string? variable, string defaultFile)
    {
        if (named is not null)
        {
            return [new(named)];
        }

        FileInfo[] listed =
        [
            .. (variable ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(file => new FileInfo(file.Trim('"')))
                .Where(file => file.Exists),
        ];
        return listed.Length > 0 || !string.IsNullOrEmpty(variable) ? listed
            : new FileInfo(defaultFile) is { Exists: true } file ? [file]
            : [];
    }

    /// <summary>
    /// Returns what a context of the files connects with: the cluster, its proxy and the account, whose credential plug-in is run.
    /// </summary>
    public static async Task<KubernetesClientConfiguration> LoadAsync(
        FileInfo[] files,
        string? context,
        TimeSpan plugInLimit,
        CancellationToken cancellationToken)
    {
        var config = Merge(files);
        context ??= config.CurrentContext;
        var details = config.Contexts.FirstOrDefault(found => found.Name == context)?.ContextDetails;
        if (config.Users.FirstOrDefault(user => user.Name == details?.User)?.UserCredentials is { ExternalExecution: not null } account)
        {
            await CredentialPlugIn.ReplaceAsync(account, plugInLimit, cancellationToken).ConfigureAwait(false);
        }

        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(config, context);
        if (ProxyOf(files, details?.Cluster) is { } proxy)
        {
            configuration.FirstMessageHandlerSetup = handler => handler.Proxy = proxy;
        }

        return configuration;
    }

    /// <summary>Reads files as one, where the first that says something wins. Paths are relative to the file that they stand in.</summary>
    public static K8SConfiguration Merge(FileInfo[] files)
    {
        List<K8SConfiguration> all = [.. files.Select(Read)];
        var merged = all[0];
        merged.CurrentContext = all.Select(config => config.CurrentContext).FirstOrDefault(context => !string.IsNullOrEmpty(context));
        merged.Contexts = [.. all.SelectMany(config => config.Contexts ?? []).DistinctBy(context => context.Name)];
        merged.Clusters = [.. all.SelectMany(config => config.Clusters ?? []).DistinctBy(cluster => cluster.Name)];
        merged.Users = [.. all.SelectMany(config => config.Users ?? []).DistinctBy(user => user.Name)];
        return merged;
    }

    private static K8SConfiguration Read(FileInfo file)
    {
        var config = KubernetesClientConfiguration.LoadKubeConfig(file);
        string? Full(string? path) => string.IsNullOrEmpty(path) ? path : Path.Combine(file.DirectoryName!, path);
        foreach (var cluster in (config.Clusters ?? []).Select(cluster => cluster.ClusterEndpoint).OfType<ClusterEndpoint>())
        {
            cluster.CertificateAuthority = Full(cluster.CertificateAuthority);
        }

        foreach (var user in (config.Users ?? []).Select(user => user.UserCredentials).OfType<UserCredentials>())
        {
            (user.ClientCertificate, user.ClientKey) = (Full(user.ClientCertificate), Full(user.ClientKey));
            if (user.ExternalExecution is { Command: { } command } plugIn
                && command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                plugIn.Command = Full(command);
            }
        }

        return config;
    }

    // The client library's classes do not know it. What stands before the host are credentials, and goes into no message.
    private static WebProxy? ProxyOf(FileInfo[] files, string? cluster)
    {
        var clusters = from file in files
                       from item in YamlReader.ReadMapping(File.ReadAllText(file.FullName))["clusters"]?.AsArray() ?? []
                       select item;
        var found = clusters.FirstOrDefault(item => (string?)item?["name"] == cluster);
        if ((string?)found?["cluster"]?["proxy-url"] is not { Length: > 0 } text)
        {
            return null;
        }

        UriBuilder url = new(text);
        NetworkCredential? credentials = url.UserName.Length == 0
            ? null
            : new(Uri.UnescapeDataString(url.UserName), Uri.UnescapeDataString(url.Password));
        (url.UserName, url.Password) = ("", "");
        return new(url.Uri) { Credentials = credentials };
    }
}
