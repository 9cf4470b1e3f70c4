using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.KubeConfigModels;

namespace DaprShared.Cluster;

/// <summary>
/// Runs the program that a kubeconfig names for credentials, as kubectl does. The client library passes arguments on as one text, cannot be
/// stopped while it waits, and does not say what the program said.
/// </summary>
internal static class CredentialPlugIn
{
    private const int LongestMessage = 500;

    /// <summary>Replaces the program of an account by the credentials that it gives.</summary>
    public static async Task ReplaceAsync(UserCredentials account, TimeSpan limit, CancellationToken cancellationToken)
    {
        var plugIn = account.ExternalExecution;
        var (exitCode, output, errors) = await RunAsync(plugIn, limit, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw Failed(plugIn, $"ended with exit code {exitCode}: {errors}");
        }

        // What it wrote holds the credentials, so that no message may have any of it.
        ExecCredentialResponse? answer = null;
        try
        {
            answer = KubernetesJson.Deserialize<ExecCredentialResponse>(output);
        }
        catch (JsonException)
        {
        }

        if (answer?.Status?.IsValid() != true || answer.ApiVersion != plugIn.ApiVersion)
        {
            throw Failed(plugIn, $"gave no credentials of {plugIn.ApiVersion}. {errors}");
        }

        static string? Encoded(string? pem) => pem is null ? null : Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
        account.ExternalExecution = null;
        account.Token = answer.Status.Token;
        account.ClientCertificateData = Encoded(answer.Status.ClientCertificateData);
        account.ClientKeyData = Encoded(answer.Status.ClientKeyData);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        ExternalExecution plugIn,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        using Process process = new()
        {
            StartInfo = new(plugIn.Command, plugIn.Arguments ?? [])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                CreateNoWindow = true,
            },
        };
        process.StartInfo.Environment["KUBERNETES_EXEC_INFO"] =
            new JsonObject
            {
                ["apiVersion"] = plugIn.ApiVersion,
                ["kind"] = "ExecCredential",
                ["spec"] = new JsonObject { ["interactive"] = false },
            }.ToJsonString();
        foreach (var variable in plugIn.EnvironmentVariables ?? [])
        {
            process.StartInfo.Environment[variable["name"]] = variable["value"];
        }

        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw Failed(plugIn, $"cannot be started: {e.Message} {plugIn.InstallHint}");
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            process.StandardInput.Close();
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limited.Token),
                process.StandardError.ReadToEndAsync(limited.Token));
            await process.WaitForExitAsync(limited.Token).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(plugIn, FormattableString.Invariant($"does not end in {limit.TotalSeconds} seconds."));
        }
    }

    private static ClusterException Failed(ExternalExecution plugIn, string how)
    {
        var line = string.Join(' ', how.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var message = line.Length > LongestMessage ? line[..LongestMessage] + "…" : line;
        return new($"The kubeconfig's credential plug-in '{plugIn.Command}' {message}");
    }
}
