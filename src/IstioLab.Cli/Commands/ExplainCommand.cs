using System.CommandLine;
using System.Text.Json.Nodes;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Input;
using IstioLab.Cli.Rendering;
using IstioLab.Config.Explanation;

namespace IstioLab.Cli.Commands;

/// <summary><c>explain</c>: where a request goes and why, by the code that the sidecars run.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommandRunner runner)
    {
        var options = new ExplainOptions();
        var command = new Command("explain", "Says where a request goes, and why");
        options.AddTo(command);
        runner.Attach(command, (context, cancellationToken) => RunAsync(context, options, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ExplainOptions options, CancellationToken cancellationToken)
    {
        var source = await OpenAsync(context, options.Files(context), cancellationToken);
        var explainer = new Explainer(source.State);
        var json = context.Arguments.GetValue(options.Output) is not null;
        if (context.Arguments.GetValue(options.Requests) is { } file)
        {
            return ExplainLines(context, explainer, file, json);
        }

        var request = options.ReadRequest(context, source);
        var explanation = explainer.Explain(request);
        if (source.LacksSidecar(request.From))
        {
            context.Remark(context.Pick(
                $"Pod '{request.From.Namespace}/{request.From.PodName}' has no sidecar: nothing of this applies to it yet, and kube-proxy gives each "
                    + "connection one endpoint of the Service. Inject one: './lab kube-inject -f FILE | kubectl apply -f -'.",
                $"Pod '{request.From.Namespace}/{request.From.PodName}' 没有 Sidecar：以下规则对它还不起作用，kube-proxy 为每个连接选一个 Endpoint。"
                    + "注入：'./lab kube-inject -f FILE | kubectl apply -f -'。"));
        }

        Write(context, request, explanation, json, indented: true);
        return ExitCode.Done;
    }

    private static async Task<MeshSource> OpenAsync(CommandContext context, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        if (files.Count > 0)
        {
            return MeshSource.OfFiles(context, files);
        }

        using var api = context.OpenApi();
        return await MeshSource.OfClusterAsync(api, context.Release, context.Services.Labs.LoadAll(), cancellationToken);
    }

    private static int ExplainLines(CommandContext context, Explainer explainer, string file, bool json)
    {
        var text = InputFiles.Read(context, [file])[0];
        var number = 0;
        var problems = 0;
        foreach (var line in text.Text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (ExplainRequestReader.Read(line, out var problem) is { } request)
            {
                Write(context, request, explainer.Explain(request), json, indented: false);
            }
            else
            {
                problems++;
                context.Remark($"{text.Name}:{number}: {problem}");
            }
        }

        return problems == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static void Write(CommandContext context, ExplainRequest request, Explanation explanation, bool json, bool indented)
    {
        if (!json)
        {
            ExplanationView.Write(context, request, explanation);
        }
        else if (indented)
        {
            context.WriteJson(JsonNode.Parse(ExplanationWriter.Write(explanation))!);
        }
        else
        {
            context.Out.WriteLine(ExplanationWriter.Write(explanation));
        }
    }
}
