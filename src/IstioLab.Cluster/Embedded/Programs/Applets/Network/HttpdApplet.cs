using System.Globalization;
using System.Net.Sockets;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Http;
using IstioLab.Cluster.Embedded.Runtime.Processes;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network;

/// <summary>
/// <c>httpd [-f] [-v] [-p [ip:]port] [-h home]</c>: serves the files of a folder. Unlike busybox it keeps connections open, which
/// is what lets a pair of pods serve tens of thousands of requests a second.
/// </summary>
internal static class HttpdApplet
{
    /// <summary>Runs it; without <c>-f</c> it goes into the background and returns at once.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "fvip:h:c:u:r:");
        var home = context.PathOf(options.Value('h') ?? ".");
        if (context.Files.Find(home) is not Runtime.Files.FolderNode)
            throw new AppletException($"can't change directory to '{options.Value('h')}': No such file or directory");
        var port = ParsePort(options.Value('p') ?? "80");
        IPodListener listener;
        try
        {
            listener = context.Host.Spec.Network.Listen(port);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AppletException("bind: Address already in use");
        }
        var files = new HttpdFiles(context.Files, home, context.Time);
        if (options.Has('f'))
        {
            await ServeAsync(context, listener, files, options.Has('v'), cancellationToken);
            return 0;
        }
        var daemon = context.Host.Processes.Add(1, string.Join(' ', context.Arguments), CancellationToken.None);
        _ = Task.Run(() => context.Host.Processes.RunAsync(daemon, process => RunDaemonAsync(context, listener, files, process)), CancellationToken.None);
        return 0;
    }

    private static async Task<int> RunDaemonAsync(ProgramContext context, IPodListener listener, HttpdFiles files, ContainerProcess process)
    {
        await ServeAsync(context, listener, files, verbose: false, process.Token);
        return 0;
    }

    private static async Task ServeAsync(
        ProgramContext context, IPodListener listener, HttpdFiles files, bool verbose, CancellationToken cancellationToken)
    {
        await using var closing = listener;
        var server = new HttpServerLoop(async (request, ct) =>
        {
            var response = files.Answer(request);
            if (verbose)
                await LogAsync(context, request, response, ct);
            return response;
        });
        await server.ServeAsync(listener, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static ValueTask LogAsync(
        ProgramContext context, HttpServerRequest request, HttpServerResponse response, CancellationToken cancellationToken)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{request.Source}: url:{request.Target}: response:{response.Status}\n");
        return context.Error.WriteAsync(Encoding.UTF8.GetBytes(line), cancellationToken);
    }

    private static int ParsePort(string text)
    {
        var number = text[(text.LastIndexOf(':') + 1)..];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : throw new AppletException($"bad port '{text}'");
    }
}
