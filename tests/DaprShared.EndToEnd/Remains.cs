using System.Net;
using System.Net.Sockets;

namespace DaprShared.EndToEnd;

/// <summary>What an AppHost has brought up, and what of it is still there.</summary>
internal sealed record Remains(string[] Containers, string[] Networks, int[] Ports)
{
    /// <summary>Returns what is left of it, in words.</summary>
    public async Task<string[]> LeftAsync()
    {
        var containers = RunningAppHost.Lines(
            await RunningAppHost.ContainerRuntimeAsync("ps", "--all", "--no-trunc", "--format", "{{.ID}}"));
        var networks = RunningAppHost.Lines(await RunningAppHost.ContainerRuntimeAsync("network", "ls", "--format", "{{.Name}}"));
        return
        [
            .. from container in Containers.Intersect(containers) select $"container {container}",
            .. from network in Networks.Intersect(networks) select $"network {network}",
            .. from port in Ports where IsTaken(port) select $"port {port}",
        ];
    }

    private static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
