using System.Net.Sockets;
using System.Text;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Hosting;

/// <summary>Ends a running environment: asks it, and kills it when it does not go.</summary>
internal sealed class ControlClient(TimeProvider time)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    /// <summary>How long it may take to go by itself.</summary>
    /// <value>Default: 5 seconds.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Ends it and returns when its process has gone.</summary>
    /// <returns>True when it went by itself, false when it was killed.</returns>
    public async Task<bool> StopAsync(EnvironmentRecord record, CancellationToken cancellationToken)
    {
        if (await AskAsync(record, cancellationToken) && await GoneAsync(record, cancellationToken))
        {
            return true;
        }

        record.Process.Kill();
        await GoneAsync(record, cancellationToken);
        return false;
    }

    private static async Task<bool> AskAsync(EnvironmentRecord record, CancellationToken cancellationToken)
    {
        if (record.ControlSocket is not { } path)
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"stop {record.ControlToken}\n"), cancellationToken);
            var buffer = new byte[32];
            var length = await socket.ReceiveAsync(buffer, cancellationToken);
            return Encoding.ASCII.GetString(buffer, 0, length).StartsWith("stopping", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> GoneAsync(EnvironmentRecord record, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (record.Process.IsRunning)
        {
            if (time.GetElapsedTime(started) > Patience)
            {
                return false;
            }

            await Task.Delay(s_look, time, cancellationToken);
        }

        return true;
    }
}
