using System.Runtime.InteropServices;
using DaprdStandIn;
using DaprdStandIn.CommandLine;

using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

// One program for the three images: its file's name tells which of them it plays.
return ControlPlaneFlags.For(Path.GetFileName(Environment.ProcessPath)) is { } service
    ? await ControlPlane.RunAsync(service, args, Console.Out, Console.Error, stop.Token)
    : await Daprd.RunAsync(args, Environment.GetEnvironmentVariable, Console.Out, Console.Error, stop.Token);

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
