using System.Globalization;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Programs.Http;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>A program that serves HTTP on one port until it is killed; SIGTERM ends it, as services should.</summary>
/// <param name="port">Its port, unless the environment variable PORT has another.</param>
/// <param name="answers">Makes the answers for one process.</param>
internal sealed class HttpServiceProgram(int port, Func<ProgramContext, Func<HttpServerRequest, CancellationToken, ValueTask<HttpServerResponse>>> answers) : IProgram
{
    /// <inheritdoc/>
    public Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var own = int.TryParse(context.Environment.GetValueOrDefault("PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is > 0 and < 65536
            ? asked
            : port;
        return ServeAsync(context, own, answers(context), cancellationToken);
    }

    /// <summary>Serves until the process is told to end.</summary>
    public static async Task<int> ServeAsync(
        ProgramContext context, int port, Func<HttpServerRequest, CancellationToken, ValueTask<HttpServerResponse>> answer, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        context.Process.Handler = signal =>
        {
            if (signal is not (Runtime.Processes.Signal.Term or Runtime.Processes.Signal.Int))
                return false;
            _ = stopping.CancelAsync();
            return true;
        };
        IPodListener listener;
        try
        {
            listener = context.Host.Spec.Network.Listen(port);
        }
        catch (SocketException problem)
        {
            context.Err.WriteLine($"{context.Name}: port {port}: {problem.Message}");
            await context.FlushAsync(cancellationToken);
            return 1;
        }
        await using var closing = listener;
        context.Err.WriteLine($"{context.Name} of IstioLab listens on {listener.LocalEndPoint}");
        await context.FlushAsync(cancellationToken);
        try
        {
            await new HttpServerLoop(answer).ServeAsync(listener, stopping.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            context.Process.Handler = null;
        }
        return 0;
    }
}
