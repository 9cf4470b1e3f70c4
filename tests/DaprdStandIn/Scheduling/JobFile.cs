using System.Text;
using System.Text.Json;

namespace DaprdStandIn.Scheduling;

/// <summary>A line of the file: what there is under a key from then on.</summary>
internal sealed record JobLine(string Key, Alarm? Job);

/// <summary>
/// The scheduler's jobs and reminders, in a file of its data folder: a line for each change, on the disk before it counts, as in etcd's
/// write-ahead log.
/// </summary>
internal sealed class JobFile : IDisposable
{
    private readonly FileStream _file;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="IOException">The folder cannot be written, or another scheduler has it.</exception>
    public JobFile(string folder)
    {
        Directory.CreateDirectory(folder);
        _file = new(Path.Combine(folder, "jobs"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);

        // What comes after the last end of a line was not written to its end, and so was never acknowledged.
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (end < bytes.Length)
        {
            _file.SetLength(end);
        }

        foreach (var text in Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, job) = JsonSerializer.Deserialize(text, JsonContext.Default.JobLine)!;
            Jobs.Remove(key);
            if (job is not null)
            {
                Jobs[key] = job;
            }
        }
    }

    /// <summary>Gets what there was when the file was opened.</summary>
    public Dictionary<string, Alarm> Jobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets what fails when the disk is full or gone.</summary>
    public Task Broken => _broken.Task;

    /// <exception cref="IOException">It is not on the disk.</exception>
    public void Write(string key, Alarm? job)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(new JobLine(key, job), JsonContext.Default.JobLine), (byte)'\n'];
        try
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            _broken.TrySetException(e);
            throw;
        }
    }

    public void Dispose() => _file.Dispose();
}
