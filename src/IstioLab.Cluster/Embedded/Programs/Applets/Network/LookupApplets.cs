using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Programs.Http;
using IstioLab.Cluster.Embedded.Programs.Applets.Text;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network;

/// <summary><c>nslookup</c>, <c>ping</c>, <c>nc</c> and <c>ip</c>/<c>ifconfig</c>.</summary>
internal static class LookupApplets
{
    /// <summary><c>nslookup name</c>.</summary>
    public static async ValueTask<int> NslookupAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.Skip(1).FirstOrDefault(word => !word.StartsWith('-')) ?? throw new AppletException("usage: nslookup HOST");
        var resolver = context.Host.Spec.Resolver;
        var server = resolver.ResolvConf.Split('\n').FirstOrDefault(line => line.StartsWith("nameserver ", StringComparison.Ordinal))?[11..].Trim() ?? "0.0.0.0";
        context.Out.WriteLine($"Server:\t\t{server}\nAddress:\t{server}:53\n");
        var addresses = await resolver.ResolveAsync(name, cancellationToken);
        if (addresses.Count == 0)
        {
            context.Out.WriteLine($"** server can't find {name}: NXDOMAIN\n");
            return 1;
        }
        foreach (var address in addresses)
            context.Out.WriteLine($"Name:\t{resolver.Canonicalize(name)}\nAddress: {address}");
        context.Out.WriteLine("");
        return 0;
    }

    /// <summary><c>ping [-c count] [-i seconds] [-W seconds] host</c>: answers come from pods; a Service's address answers nothing, as with kube-proxy.</summary>
    public static async ValueTask<int> PingAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "c:i:W:w:q4s:");
        var host = options.Operands.FirstOrDefault() ?? throw new AppletException("usage: ping [-c CNT] HOST");
        var addresses = await NameLookup.ResolveAsync(context, host, cancellationToken);
        if (addresses.Count == 0)
            throw new AppletException($"bad address '{host}'");
        var address = addresses[0];
        var count = options.Number('c') ?? long.MaxValue;
        var interval = options.Value('i') is { } text ? Processes.Durations.Parse(text) : TimeSpan.FromSeconds(1);
        context.Out.WriteLine($"PING {host} ({address}): 56 data bytes");
        await context.FlushAsync(cancellationToken);
        long sent = 0;
        long received = 0;
        try
        {
            while (sent < count)
            {
                var started = context.Time.GetTimestamp();
                if (await IsThereAsync(context, address, cancellationToken))
                {
                    var elapsed = context.Time.GetElapsedTime(started).TotalMilliseconds;
                    context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"64 bytes from {address}: seq={sent} ttl=64 time={elapsed:0.000} ms"));
                    await context.FlushAsync(cancellationToken);
                    received++;
                }
                sent++;
                if (sent < count)
                    await Task.Delay(interval, context.Time, cancellationToken);
            }
        }
        finally
        {
            var loss = sent == 0 ? 0 : (sent - received) * 100 / sent;
            context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n--- {host} ping statistics ---\n{sent} packets transmitted, {received} packets received, {loss}% packet loss"));
            await context.FlushAsync(CancellationToken.None);
        }
        return received > 0 ? 0 : 1;
    }

    /// <summary><c>nc -l -p port</c>, <c>nc [-z] [-v] [-w seconds] host port</c>.</summary>
    public static async ValueTask<int> NcAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var options = AppletOptions.Parse(context, "lp:zvw:nkq:");
        using var deadline = options.Number('w') is { } seconds and > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds), context.Time) : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return options.Has('l') ? await ListenAsync(context, options, both.Token) : await ConnectAsync(context, options, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AppletException("timed out");
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            return 1;
        }
    }

    /// <summary><c>ifconfig</c> and <c>ip addr</c>: the one interface of the pod.</summary>
    public static ValueTask<int> InterfacesAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var address = context.Host.Spec.Network.Address;
        context.Out.WriteLine(context.Name == "ifconfig"
            ? $"eth0      Link encap:Ethernet\n          inet addr:{address}  Mask:255.255.255.0\n          UP BROADCAST RUNNING MULTICAST  MTU:1500\n\n"
                + "lo        Link encap:Local Loopback\n          inet addr:127.0.0.1  Mask:255.0.0.0\n          UP LOOPBACK RUNNING  MTU:65536\n"
            : "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n"
                + $"2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet {address}/24 scope global eth0");
        return new(0);
    }

    private static async ValueTask<bool> IsThereAsync(ProgramContext context, IPAddress address, CancellationToken cancellationToken)
    {
        try
        {
            // The discard port is closed on every pod: a refusal comes from a pod that is there.
            await using var connection = await context.Host.Spec.Network.DialDirectAsync(new IPEndPoint(address, 9), cancellationToken);
            return true;
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    private static async ValueTask<int> ListenAsync(ProgramContext context, AppletOptions options, CancellationToken cancellationToken)
    {
        var port = (int)(options.Number('p') ?? (options.Operands.LastOrDefault() is { } text ? AppletOptions.ParseNumber(text) : throw new AppletException("usage: nc -l -p PORT")));
        IPodListener listener;
        try
        {
            listener = context.Host.Spec.Network.Listen(port);
        }
        catch (SocketException)
        {
            throw new AppletException("bind: Address already in use");
        }
        await using var closing = listener;
        do
        {
            await using var connection = await listener.AcceptAsync(cancellationToken);
            await RelayAsync(context, connection, cancellationToken);
        }
        while (options.Has('k'));
        return 0;
    }

    private static async ValueTask<int> ConnectAsync(ProgramContext context, AppletOptions options, CancellationToken cancellationToken)
    {
        if (options.Operands.Count < 2)
            throw new AppletException("usage: nc [-z] [-v] [-w SEC] HOST PORT");
        var (host, port) = (options.Operands[0], (int)AppletOptions.ParseNumber(options.Operands[1]));
        var addresses = await NameLookup.ResolveAsync(context, host, cancellationToken);
        if (addresses.Count == 0)
            throw new AppletException($"bad address '{host}'");
        var remote = new IPEndPoint(addresses[0], port);
        try
        {
            await using var connection = await context.Host.Spec.Network.DialAsync(remote, cancellationToken);
            if (options.Has('v'))
                context.Err.WriteLine($"{host} ({remote}) open");
            await context.FlushAsync(cancellationToken);
            if (!options.Has('z'))
                await RelayAsync(context, connection, cancellationToken);
            return 0;
        }
        catch (SocketException problem)
        {
            if (options.Has('v') || !options.Has('z'))
                context.Err.WriteLine($"nc: can't connect to remote host ({remote.Address}): {(problem.SocketErrorCode == SocketError.ConnectionRefused ? "Connection refused" : "No route to host")}");
            return 1;
        }
    }

    private static async ValueTask RelayAsync(ProgramContext context, PodConnection connection, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(context, connection, done.Token);
        await CatApplets.CopyAsync(connection.Stream, context.Output, cancellationToken);
        await done.CancelAsync();
        await sending;
    }

    private static async Task SendAsync(ProgramContext context, PodConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await CatApplets.CopyAsync(context.Input, connection.Stream, cancellationToken);
            connection.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The other side has closed first.
        }
    }
}
