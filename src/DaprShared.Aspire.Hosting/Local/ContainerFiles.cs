using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting;

/// <summary>
/// Writes files into a running container, as the orchestrator does it when it creates one: by the client of Docker or Podman, which
/// reaches the container wherever it runs, and without a file on the host.
/// </summary>
internal static class ContainerFiles
{
    /// <summary>Returns what is wrong, or <see langword="null"/>.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="container">The container's id.</param>
    /// <param name="folder">The folder in it.</param>
    /// <param name="files">The files by their names in the folder.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<string?> WriteAsync(
        IServiceProvider services,
        string container,
        string folder,
        IReadOnlyDictionary<string, string> files,
        CancellationToken cancellation)
    {
#pragma warning disable ASPIRECONTAINERRUNTIME001 // Which one the orchestrator uses is known there alone.
        var runtime = await services.GetRequiredService<IContainerRuntimeResolver>().ResolveAsync(cancellation);
#pragma warning restore ASPIRECONTAINERRUNTIME001
        var client = new ProcessStartInfo(runtime.Name.ToLowerInvariant(), ["cp", "-", $"{container}:{folder}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(client)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await using (var input = process.StandardInput.BaseStream)
            {
                await WriteAsync(input, files, cancellation);
            }

            await process.WaitForExitAsync(cancellation);
            await output;
            return process.ExitCode == 0 ? null : (await errors).Trim();
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            return e.Message;
        }
    }

    /// <summary>Writes files as an archive (tar). Not every client keeps their owner, so all in the container may read them.</summary>
    internal static async Task WriteAsync(Stream archive, IReadOnlyDictionary<string, string> files, CancellationToken cancellation)
    {
        await using var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var (name, text) in files)
        {
            await writer.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                    Uid = LocalFiles.DaprdUser,
                    Gid = LocalFiles.DaprdUser,
                    ModificationTime = DateTimeOffset.UtcNow,
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                },
                cancellation);
        }
    }
}
