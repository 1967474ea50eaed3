using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary><c>curl</c> for http:// over the pod network, with curl's options, messages and exit codes.</summary>
internal static class CurlApplet
{
    /// <summary>Runs it.</summary>
    public static async ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        CurlOptions options;
        try
        {
            options = await new CurlArguments(context).ReadAsync(cancellationToken);
            if (options.Urls.Count == 0 && !options.Version && !options.Help)
                throw new CurlException(2, "(2) no URL specified");
        }
        catch (CurlException problem)
        {
            context.Err.WriteLine($"curl: {problem.Message}");
            context.Err.WriteLine("curl: try 'curl --help' for more information");
            return problem.Code;
        }
        if (options.Version || options.Help)
        {
            context.Out.WriteLine(options.Version
                ? $"curl {CurlTransfer.Version} (IstioLab, simulated over the pod network)\nProtocols: http"
                : "Usage: curl [options...] <url>\nOptions: -s -S -o -O -w -H -X -d --data-raw --data-binary --json -G -i -I -v -L -k -f -m\n"
                + "  --connect-timeout --retry --retry-delay --retry-connrefused --resolve -A -u -T -V");
            return 0;
        }
        var code = 0;
        await using var connections = new CurlConnections();
        for (var i = 0; i < options.Urls.Count; i++)
            code = await FetchAsync(context, options, connections, i, cancellationToken);
        return code;
    }

    private static async ValueTask<int> FetchAsync(
        ProgramContext context, CurlOptions options, CurlConnections connections, int index, CancellationToken cancellationToken)
    {
        var trace = new CurlTrace(context, options.Verbose);
        var delay = options.RetryDelay ?? TimeSpan.FromSeconds(1);
        for (var attempt = 0; ; attempt++)
        {
            var transfer = new CurlTransfer(context, options, connections, trace);
            var (code, message) = await AttemptAsync(context, options, transfer, index, cancellationToken);
            var mayPass = code == 28 || (code == 7 && options.RetryRefused) || (code != 0 && options.RetryAll)
                || transfer.Result.Status is 408 or 429 or 500 or 502 or 503 or 504;
            if (mayPass && attempt < options.Retries)
            {
                var left = options.Retries - attempt;
                context.Err.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"Warning: Problem: retrying. Will retry in {delay.TotalSeconds:0} seconds. {left} retries left."));
                await context.FlushAsync(cancellationToken);
                await Task.Delay(delay, context.Time, cancellationToken);
                delay = options.RetryDelay ?? delay * 2;
                continue;
            }
            if (code != 0 && (!options.Silent || options.ShowError))
                context.Err.WriteLine($"curl: ({code}) {message}");
            if (options.WriteOut is { } format)
                context.Out.Write(CurlWriteOut.Format(format, options, transfer.Result, code, message));
            await context.FlushAsync(cancellationToken);
            return code;
        }
    }

    private static async ValueTask<(int Code, string Message)> AttemptAsync(
        ProgramContext context, CurlOptions options, CurlTransfer transfer, int index, CancellationToken cancellationToken)
    {
        Stream? file = null;
        try
        {
            file = OpenOutput(context, options, index);
            await transfer.RunAsync(options.Urls[index], file ?? context.Output, cancellationToken);
            await DumpHeadAsync(context, options, transfer, cancellationToken);
            return (0, "");
        }
        catch (CurlException problem)
        {
            return (problem.Code, problem.Message);
        }
        finally
        {
            if (file is not null)
                await file.DisposeAsync();
        }
    }

    private static Stream? OpenOutput(ProgramContext context, CurlOptions options, int index)
    {
        if (index >= options.Outputs.Count || options.Outputs[index] == "-")
            return null;
        var name = options.Outputs[index];
        if (name.Length == 0)
            name = FilePath.Name(CurlUrl.Parse(options.Urls[index]).Target.Split('?')[0]);
        if (name.Length == 0)
            throw new CurlException(23, "Remote file name has no length");
        try
        {
            return context.OpenWrite(name, append: false);
        }
        catch (FileException problem)
        {
            throw new CurlException(23, $"Failed to open the file {name}: {problem.Message}");
        }
    }

    private static async ValueTask DumpHeadAsync(
        ProgramContext context, CurlOptions options, CurlTransfer transfer, CancellationToken cancellationToken)
    {
        if (options.DumpHeader is not { } name || transfer.Result.Head is not { } head)
            return;
        var text = string.Concat([head.StartLine, "\r\n", .. head.Headers.Select(header => $"{header.Name}: {header.Value}\r\n"), "\r\n"]);
        if (name == "-")
        {
            await context.Output.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
            return;
        }
        context.Files.MakeFile(context.PathOf(name)).Replace(Encoding.Latin1.GetBytes(text), context.Time.GetUtcNow());
    }
}
