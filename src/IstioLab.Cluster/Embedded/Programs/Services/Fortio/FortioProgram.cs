using IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services.Fortio;

/// <summary>fortio, the load generator of Istio's samples: <c>server</c> echoes on port 8080, <c>load</c> and <c>curl</c> ask.</summary>
internal sealed class FortioProgram : IProgram
{
    /// <summary>The port of the echo server.</summary>
    public const int Port = 8080;

    private static readonly HttpServiceProgram s_server = new(Port, _ => (request, _) => new(new HttpServerResponse
    {
        Status = 200,
        Headers = [new("Content-Type", "text/plain")],
        Body = request.Body,
    }));

    /// <inheritdoc/>
    public async Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var command = context.Arguments.Count > 1 ? context.Arguments[1] : "help";
        switch (command)
        {
            case "server":
                return await s_server.RunAsync(context, cancellationToken);
            case "load" or "curl":
                return await AskAsync(context, command, cancellationToken);
            case "version":
                context.Out.WriteLine("1.69.0-istiolab");
                break;
            default:
                context.Err.WriteLine("fortio of IstioLab: 'server', 'load', 'curl' and 'version' are supported.");
                break;
        }

        await context.FlushAsync(cancellationToken);
        return command == "version" ? 0 : 1;
    }

    private static async Task<int> AskAsync(ProgramContext context, string command, CancellationToken cancellationToken)
    {
        try
        {
            var options = FortioOptions.Parse([.. context.Arguments.Skip(2)]);
            var url = CurlUrl.Parse(options.Url);
            var addresses = await NameLookup.ResolveAsync(context, url.Host, cancellationToken);
            if (addresses.Count == 0)
                throw new ArgumentException($"lookup {url.Host}: no such host");
            FortioClient Connect() => new(context, url, addresses[0], options.Headers);
            return command == "load"
                ? await new FortioLoad(context, options, Connect).RunAsync(cancellationToken)
                : await ShowAsync(context, Connect(), cancellationToken);
        }
        catch (Exception problem) when (problem is ArgumentException or CurlException)
        {
            context.Err.WriteLine($"fortio: {problem.Message}");
            await context.FlushAsync(cancellationToken);
            return 1;
        }
    }

    /// <summary>Prints head and body; like the real one it ends with 1 unless the status is 200.</summary>
    private static async Task<int> ShowAsync(ProgramContext context, FortioClient client, CancellationToken cancellationToken)
    {
        await using var closing = client;
        var (status, head, body) = await client.SendAsync(cancellationToken);
        if (head is not null)
        {
            context.Out.Write(head.StartLine + "\r\n");
            foreach (var header in head.Headers)
                context.Out.Write($"{header.Name}: {header.Value}\r\n");
            context.Out.Write("\r\n");
            context.Out.Write(body);
        }
        else
        {
            context.Err.WriteLine("fortio: no answer");
        }

        await context.FlushAsync(cancellationToken);
        return status == 200 ? 0 : 1;
    }
}
