using System.CommandLine;
using System.Text.Json.Nodes;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Labs.Api;
using IstioLab.Labs.Proxies;

namespace IstioLab.Cli.Commands;

/// <summary><c>proxy-config</c>: what one proxy knows.</summary>
internal static class ProxyConfigCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("proxy-config", "Shows what a proxy knows");
        foreach (var part in ProxyTables.Parts)
        {
            command.Subcommands.Add(CreatePart(runner, part));
        }

        return command;
    }

    private static Command CreatePart(CommandRunner runner, string part)
    {
        var pod = new Argument<string>("POD") { Description = "A pod as istioctl names it, POD[.NAMESPACE], or a workload" };
        var output = SharedOptions.Output();
        var command = new Command(part, $"Shows a proxy's {part}") { pod, output };
        runner.Attach(command, async (context, cancellationToken) =>
        {
            using var api = context.OpenApi();
            var found = await ProxyReader.FindAsync(
                api, WorkloadName.Parse(SlashForDot(context.Arguments.GetRequiredValue(pod)), context.Namespace), cancellationToken);
            if (!found.HasSidecar)
            {
                throw new CliException(ExitCode.No, context.Pick(
                    $"Pod '{found.Namespace}/{found.Name}' has no sidecar (READY {found.Ready}). Inject one: './lab kube-inject -f FILE | kubectl apply -f -'.",
                    $"Pod '{found.Namespace}/{found.Name}' 没有 Sidecar（READY {found.Ready}）。注入：'./lab kube-inject -f FILE | kubectl apply -f -'。"));
            }

            JsonArray rows = await ProxyReader.ReadPartAsync(api, found, part, cancellationToken);
            if (context.Arguments.GetValue(output) is not null)
            {
                context.WriteJson(rows);
            }
            else
            {
                context.Services.OpenTableConsole().Write(ProxyTables.Create(part, rows));
            }

            return ExitCode.Done;
        });
        return command;
    }

    // proxy-status prints POD.NAMESPACE, and what it prints can be pasted here.
    private static string SlashForDot(string pod)
    {
        var dot = pod.LastIndexOf('.');
        return dot < 1 || pod.Contains('/') ? pod : $"{pod[(dot + 1)..]}/{pod[..dot]}";
    }
}
