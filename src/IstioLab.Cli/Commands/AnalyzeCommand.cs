using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Input;
using IstioLab.Cli.Rendering;
using IstioLab.Config.Analysis;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Kubernetes;
using IstioLab.Labs.Meshes;

namespace IstioLab.Cli.Commands;

/// <summary><c>analyze</c>: what is accepted and yet does not work, with Istio's codes.</summary>
internal static class AnalyzeCommand
{
    public static Command Create(CommandRunner runner)
    {
        var files = SharedOptions.Files(required: false);
        var output = SharedOptions.Output();
        var command = new Command("analyze", "Finds what is accepted and yet does not work, in files or in the running cluster") { files, output };
        runner.Attach(command, async (context, cancellationToken) =>
        {
            var (messages, isWhole) = context.Arguments.GetValue(files) is { Length: > 0 } names
                ? OfFiles(context, names)
                : (await OfClusterAsync(context, cancellationToken), true);
            if (context.Arguments.GetValue(output) is not null)
            {
                context.WriteJson(new JsonObject { ["messages"] = new JsonArray([.. messages.Select(ToJson)]) });
            }
            else
            {
                AnalysisView.Write(context, messages);
            }

            return isWhole && messages.All(message => message.Level != DiagnosticLevel.Error) ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    /// <summary>Analyses what can be read; what cannot is told beside it, and makes the answer no.</summary>
    private static (ImmutableArray<AnalysisMessage> Messages, bool IsWhole) OfFiles(CommandContext context, IEnumerable<string> names)
    {
        var read = InputFiles.Read(context, names)
            .Select(text => ConfigObjectReader.Read(text.Text, text.Name, context.ExplicitNamespace ?? "default"))
            .ToList();
        var problems = read.SelectMany(file => file.Diagnostics).ToList();
        foreach (var problem in problems)
        {
            context.Remark(problem.ToString());
        }

        var options = new AnalysisOptions { Release = context.Release, Time = context.Services.Time };
        return (ConfigAnalyzer.Analyze(read.SelectMany(file => file.Objects), options), problems.TrueForAll(problem => problem.Level != DiagnosticLevel.Error));
    }

    private static async Task<ImmutableArray<AnalysisMessage>> OfClusterAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var api = context.OpenApi();
        var objects = await LiveObjects.ReadAsync(api, LiveObjects.OfAnalysis, cancellationToken);
        var options = new AnalysisOptions { Release = context.Release, IsLive = true, Time = context.Services.Time };
        var only = context.ExplicitNamespace;
        return
        [
            .. ConfigAnalyzer.Analyze(objects, options)
                .Where(message => only is null || message.Resource.Id.Namespace == only || message.Resource.Id is { Kind: "Namespace" } && message.Resource.Id.Name == only),
        ];
    }

    private static JsonObject ToJson(AnalysisMessage message) => new()
    {
        ["code"] = message.Code,
        ["level"] = message.Level.ToString(),
        ["resource"] = message.Subject,
        ["source"] = message.Position?.ToString() ?? "",
        ["path"] = message.Path,
        ["message"] = message.Text,
        ["remedy"] = message.Remedy,
    };
}
