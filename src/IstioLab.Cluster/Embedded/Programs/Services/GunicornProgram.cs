using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>
/// <c>gunicorn --access-logfile - -b 0.0.0.0:80 httpbin:app</c>, which Istio's mirroring task starts httpbin with, for its access log on
/// standard output (https://docs.gunicorn.org/en/stable/settings.html).
/// </summary>
internal sealed class GunicornProgram : IProgram
{
    private const int DefaultPort = 8000;

    /// <inheritdoc/>
    public async Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var (port, isLogged) = (DefaultPort, false);
        var arguments = new Queue<string>(context.Arguments.Skip(1));
        while (arguments.TryDequeue(out var argument))
        {
            var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
            var (name, value) = equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
            if (!name.StartsWith('-'))
            {
                continue;
            }

            value ??= arguments.TryDequeue(out var next) ? next : "";
            switch (name)
            {
                case "-b" or "--bind" when int.TryParse(value[(value.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted):
                    port = wanted;
                    break;
                case "--access-logfile":
                    isLogged = value == "-";
                    break;
                case "-k" or "--worker-class" or "-w" or "--workers" or "--error-logfile" or "--log-level" or "-t" or "--timeout":
                    break;
                default:
                    context.Err.WriteLine($"gunicorn: error: '{name} {value}' is not supported; -b HOST:PORT and --access-logfile - are.");
                    await context.FlushAsync(cancellationToken);
                    return 2;
            }
        }

        var httpbin = new Httpbin(context, lists: false);
        return await HttpServiceProgram.ServeAsync(context, port, isLogged ? (request, ct) => LogAsync(context, httpbin, request, ct) : httpbin.AnswerAsync, cancellationToken);
    }

    private static async ValueTask<HttpServerResponse> LogAsync(ProgramContext context, Httpbin httpbin, HttpServerRequest request, CancellationToken cancellationToken)
    {
        var response = await httpbin.AnswerAsync(request, cancellationToken);
        var time = context.Time.GetUtcNow().ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var line = $"{request.Source.Address} - - [{time}] \"{request.Head.StartLine}\" {response.Status} {response.Body.Length} "
            + $"\"{request.Head.Find("Referer") ?? "-"}\" \"{request.Head.Find("User-Agent") ?? "-"}\"\n";
        await context.Output.WriteAsync(Encoding.UTF8.GetBytes(line), cancellationToken);
        return response;
    }
}
