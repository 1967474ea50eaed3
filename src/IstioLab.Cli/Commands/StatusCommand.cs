using System.CommandLine;
using System.Text.Json.Nodes;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cli.Rendering;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Commands;

/// <summary><c>status</c>: what runs, from the state folder alone, so that it answers at once.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandRunner runner)
    {
        var output = SharedOptions.Output();
        var command = new Command("status", "Says whether the environment runs, and where") { output };
        runner.Attach(command, context => Run(context, context.Arguments.GetValue(output) is not null));
        return command;
    }

    private static int Run(CommandContext context, bool json)
    {
        var record = context.Registry.FindRunning();
        var lab = record is null ? null : context.Registry.FindLab();
        if (json)
        {
            context.WriteJson(ToJson(context.EnvironmentName, record, lab));
        }
        else if (record is null)
        {
            context.Out.WriteLine(context.Pick(
                $"Environment '{context.EnvironmentName}' is not running. Start it with './lab up{context.NameArgument}'.",
                $"环境 '{context.EnvironmentName}' 没有运行。请用 './lab up{context.NameArgument}' 启动。"));
            WriteOthers(context);
        }
        else
        {
            WriteText(context, record, lab);
            WriteOthers(context);
        }

        return record is null ? ExitCode.No : ExitCode.Done;
    }

    private static JsonObject ToJson(string name, EnvironmentRecord? record, LabProgress? lab)
    {
        var json = new JsonObject { ["name"] = name };
        if (record is null)
        {
            json["state"] = "stopped";
            return json;
        }

        json["cluster"] = record.Cluster;
        json["state"] = record.State;
        json["pid"] = record.Process.Pid;
        json["kubeconfig"] = record.Kubeconfig;
        if (record.Dashboard is { } dashboard)
        {
            json["dashboard"] = dashboard;
        }

        json["istio"] = record.Istio;
        json["gateways"] = new JsonArray([.. record.Gateways.Select(GatewayText.ToJson)]);
        if (lab is not null)
        {
            json["lab"] = lab.Lab;
        }

        return json;
    }

    private static void WriteText(CommandContext context, EnvironmentRecord record, LabProgress? lab)
    {
        var simulated = context.Pick("simulated in this process; nothing of it is Envoy", "在本进程内模拟，并非真正的 Envoy");
        Line(context, context.Pick("Environment", "环境"), $"{record.Name} ({record.State})");
        Line(context, context.Pick("Cluster", "集群"), record.Cluster == ClusterKinds.Embedded ? $"{record.Cluster} ({simulated})"
            : record.Context.Length > 0 ? $"{record.Cluster} ({record.Context})" : record.Cluster);
        Line(context, "Istio", record.Istio);
        Line(context, context.Pick("Lab", "实验"), lab is null ? "-" : context.Pick($"{lab.Lab}, step {lab.Step}", $"{lab.Lab}，第 {lab.Step} 步"));
        Line(context, "Kubeconfig", record.Kubeconfig);
        Line(context, context.Pick("Dashboard", "仪表板"), record.Dashboard ?? "-");
        if (record.TelemetryProblem is { } problem)
        {
            Line(context, context.Pick("Telemetry", "遥测"), problem);
        }

        var gateways = record.Gateways.Select(GatewayText.Describe).DefaultIfEmpty("-").ToList();
        Line(context, context.Pick("Gateways", "网关"), gateways[0]);
        foreach (var gateway in gateways.Skip(1))
        {
            Line(context, "", gateway);
        }

        if (record.Cluster == ClusterKinds.Embedded)
        {
            Line(context, context.Pick("Security", "安全"), context.Pick(
                "hops between pods are plaintext (connection_security_policy=none)",
                "Pod 之间为明文 (connection_security_policy=none)"));
        }

        Line(context, context.Pick("Process", "进程"), $"{record.Process.Pid}");
    }

    private static void Line(CommandContext context, string name, string value)
    {
        context.Out.WriteLine($"{name}{new string(' ', Math.Max(1, 13 - TextWidth.Of(name)))}{value}");
    }

    private static void WriteOthers(CommandContext context)
    {
        var others = context.Services.Home.List()
            .Where(folder => folder.Name != context.EnvironmentName && new EnvironmentRegistry(folder).FindRunning() is not null)
            .Select(folder => folder.Name)
            .ToList();
        if (others.Count > 0)
        {
            context.Out.WriteLine(context.Pick("Also running: ", "同时运行：") + string.Join(", ", others));
        }
    }
}
