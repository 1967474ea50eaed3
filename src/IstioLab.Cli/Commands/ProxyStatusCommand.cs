using System.CommandLine;
using System.Globalization;
using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Proxies;
using Spectre.Console;

namespace IstioLab.Cli.Commands;

/// <summary><c>proxy-status</c>: which configuration each proxy has.</summary>
internal static class ProxyStatusCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("proxy-status", "Shows which configuration each proxy has");
        runner.Attach(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var api = context.OpenApi();
        var proxies = await ProxyReader.ListAsync(api, context.ExplicitNamespace, cancellationToken);
        var table = new Table().Border(TableBorder.None).AddColumns("NAME", "TYPE", "STATUS", "CONFIGURATION", "VERSION");
        foreach (var proxy in proxies)
        {
            var name = $"{proxy.Pod.Name}.{proxy.Pod.Namespace}";
            table.AddRow(
                Markup.Escape(name),
                Markup.Escape(proxy.Type),
                proxy.Status == ProxyState.Synced ? "[green]SYNCED[/]" : proxy.Status == ProxyState.Stale ? "[yellow]STALE[/]" : "[red]NOT CONNECTED[/]",
                proxy.Snapshot?.ToString(CultureInfo.InvariantCulture) ?? "-",
                Markup.Escape(proxy.Version));
        }

        context.Services.OpenTableConsole().Write(table);
        foreach (var line in await ProxyReader.ActivationsAsync(api, context.ExplicitNamespace, cancellationToken))
        {
            context.Out.WriteLine(line);
        }

        return proxies.All(proxy => proxy.Status == ProxyState.Synced) ? ExitCode.Done : ExitCode.No;
    }
}
