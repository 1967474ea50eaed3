using System.Runtime.InteropServices;
using System.Text;
using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Tools;

DetachedConsole.Adopt();
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    // The second signal ends the process as if nobody had listened.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

return await CommandLineProgram.RunAsync(args, CliServices.OfProcess(), stop.Token);
