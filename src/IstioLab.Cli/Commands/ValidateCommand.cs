using System.CommandLine;
using System.Text.Json.Nodes;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Input;
using IstioLab.Config.Discovery;
using IstioLab.Config.Validation;
using Spectre.Console;

namespace IstioLab.Cli.Commands;

/// <summary><c>validate</c>: admission's verdicts, without a cluster.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandRunner runner)
    {
        var files = SharedOptions.Files(required: true);
        var output = SharedOptions.Output();
        var command = new Command("validate", "Says what admission says to the objects of files") { files, output };
        runner.Attach(command, context =>
        {
            var version = context.Release == IstioRelease.Istio117 ? IstioVersion.V117 : IstioVersion.Current;
            var texts = InputFiles.Read(context, context.Arguments.GetRequiredValue(files));
            var verdicts = texts.SelectMany(text => ObjectJudge.Judge(text, context.ExplicitNamespace ?? "default", version)).ToList();
            if (context.Arguments.GetValue(output) is not null)
            {
                context.WriteJson(new JsonObject { ["results"] = new JsonArray([.. verdicts.Select(ToJson)]) });
            }
            else
            {
                WriteText(context, verdicts);
            }

            return verdicts.Any(verdict => verdict.Errors.Count > 0) ? ExitCode.No : ExitCode.Done;
        });
        return command;
    }

    private static JsonObject ToJson(ObjectVerdict verdict) => new()
    {
        ["source"] = verdict.Source,
        ["kind"] = verdict.Kind,
        ["namespace"] = verdict.Namespace,
        ["name"] = verdict.Name,
        ["valid"] = verdict.Errors.Count == 0,
        ["errors"] = Findings(verdict.Errors),
        ["warnings"] = Findings(verdict.Warnings),
    };

    private static JsonArray Findings(IEnumerable<ValidationFinding> findings) =>
    [
        .. findings.Select(finding =>
        {
            var json = new JsonObject { ["path"] = finding.Path, ["message"] = finding.Message };
            if (finding.Code is { } code)
            {
                json["code"] = code;
            }

            return json;
        }),
    ];

    private static void WriteText(CommandContext context, List<ObjectVerdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            var name = verdict.Kind.Length == 0 ? "" : $"{verdict.Kind} '{(verdict.Namespace.Length == 0 ? "" : verdict.Namespace + "/")}{verdict.Name}'";
            Write(context, verdict, name, verdict.Errors, "red", "✗");
            Write(context, verdict, name, verdict.Warnings, "yellow", "!");
            if (verdict.Errors.Count == 0 && verdict.Warnings.Count == 0)
            {
                context.Console.MarkupLine($"[green]✔[/] {Markup.Escape(verdict.Source)}: {Markup.Escape(name)}");
            }
        }

        var invalid = verdicts.Count(verdict => verdict.Errors.Count > 0);
        context.Out.WriteLine(invalid == 0
            ? context.Pick(verdicts.Count == 1 ? "1 object is valid." : $"{verdicts.Count} objects are valid.", $"{verdicts.Count} 个对象有效。")
            : context.Pick($"{invalid} of {verdicts.Count} objects are not valid.", $"{verdicts.Count} 个对象中有 {invalid} 个无效。"));
    }

    private static void Write(
        CommandContext context,
        ObjectVerdict verdict,
        string name,
        IEnumerable<ValidationFinding> findings,
        string colour,
        string mark)
    {
        foreach (var finding in findings)
        {
            var place = verdict.Lines.GetValueOrDefault(finding.Path) is { Length: > 0 } line ? line : verdict.Source;
            var subject = string.Join(": ", new[] { name, finding.Path }.Where(part => part.Length > 0));
            context.Console.MarkupLine(
                $"[{colour}]{mark}[/] {Markup.Escape(place)}: {(subject.Length == 0 ? "" : Markup.Escape(subject) + ": ")}{Markup.Escape(finding.Message)}");
        }
    }
}
