using System.Net.Sockets;
using System.Runtime.InteropServices;
using IstioLab.Cli.CommandLine;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Preflight;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cli.Hosting;

/// <summary>Looks at this machine. It makes nothing; tools are asked for their version alone.</summary>
internal static class Examination
{
    // About what an environment's folder takes: a full disk still makes empty files.
    private const int ProbeSize = 64 * 1024;

    public static async Task<IReadOnlyList<Finding>> RunAsync(CommandContext context, CancellationToken cancellationToken) =>
    [
        new Finding(".NET", FindingState.Good, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
        StateFolder(context),
        Sockets(),
        Labs(context),
        Program(context, "kubectl", "for typing the lab text's own commands; nothing of IstioLab needs it", "用于输入实验原文中的命令；IstioLab 本身不需要"),
        Dashboard(context),
        .. await RealClusterAsync(context, cancellationToken),
        .. context.Services.Home.List().Select(folder => Environment(context, folder)),
    ];

    private static Finding StateFolder(CommandContext context)
    {
        var subject = context.Pick("state folder", "状态目录");
        var folder = context.Services.Home.Folder;
        try
        {
            PrivateFiles.CreateFolder(folder);
            var probe = Path.Combine(folder, $".probe-{System.Environment.ProcessId}");
            try
            {
                PrivateFiles.WriteText(probe, new string(' ', ProbeSize));
            }
            finally
            {
                File.Delete(probe);
            }

            return new Finding(subject, FindingState.Good, folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Finding(subject, FindingState.Bad, context.Pick(
                $"'{folder}' cannot be written: {refused.Message} Name another folder: 'export {LabHome.Variable}=$HOME/istiolab'.",
                $"'{folder}' 无法写入：{refused.Message} 请换一个目录：'export {LabHome.Variable}=$HOME/istiolab'。"));
        }
    }

    private static Finding Sockets() => Socket.OSSupportsUnixDomainSockets
        ? new Finding("Unix sockets", FindingState.Good, "ok")
        : new Finding("Unix sockets", FindingState.Bad, "This system has none; Windows has them since 10 version 1803.");

    private static Finding Labs(CommandContext context)
    {
        var labs = context.Services.Labs;
        var problems = labs.Names.SelectMany(name => labs.Load(name).Problems).ToList();
        return new Finding(
            context.Pick("labs", "实验"),
            problems.Count == 0 && labs.Names.Count > 0 ? FindingState.Good : FindingState.Bad,
            problems.Count == 0 ? $"{string.Join(", ", labs.Names)} ({labs.Folder})" : string.Join("; ", problems));
    }

    private static Finding Program(CommandContext context, string name, string en, string zh) => Tool.Find(name) is { } tool
        ? new Finding(name, FindingState.Good, tool.Path)
        : new Finding(name, FindingState.Optional, context.Pick($"not on the PATH ({en})", $"不在 PATH 中（{zh}）"));

    private static Finding Dashboard(CommandContext context)
    {
        var subject = context.Pick("Aspire dashboard", "Aspire 仪表板");
        if (Tool.Find("aspire") is { } aspire)
        {
            return new Finding(subject, FindingState.Good, aspire.Path);
        }

        return Tool.Find("npm") is { } npm
            ? new Finding(subject, FindingState.Good, context.Pick($"installed once through {npm.Path} when it is needed", $"需要时通过 {npm.Path} 安装一次"))
            : new Finding(subject, FindingState.Optional, context.Pick(
                "neither 'aspire' nor 'npm' is on the PATH: labs run, without the page of traces",
                "PATH 中没有 'aspire' 和 'npm'：实验可以运行，但没有链路页面"));
    }

    // None of it is needed by the embedded cluster, so nothing of it is bad here.
    private static async Task<IEnumerable<Finding>> RealClusterAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var services = context.Services;
        var findings = await RealClusterExamination.RunAsync(services.Home.Folder, services.Variable, services.Time, cancellationToken);
        return findings.Select(finding => new Finding(
            $"k3d: {finding.Subject}",
            finding.Level == PreflightLevel.Good ? FindingState.Good : FindingState.Optional,
            finding.Level == PreflightLevel.Blocking
                ? context.Pick($"missing for '--cluster k3d' alone: {finding.Text}", $"仅 '--cluster k3d' 需要：{finding.Text}")
                : finding.Text));
    }

    private static Finding Environment(CommandContext context, EnvironmentFolder folder)
    {
        var record = new EnvironmentRegistry(folder).FindRunning();
        var subject = context.Pick($"environment '{folder.Name}'", $"环境 '{folder.Name}'");
        if (record?.TelemetryProblem is { } problem)
        {
            return new Finding(subject, FindingState.Optional, context.Pick("traces and metrics do not arrive: ", "没有链路和指标：") + problem);
        }

        return new Finding(subject, FindingState.Good, record is null
            ? context.Pick("not running", "没有运行")
            : $"{record.Cluster}, {record.State}, pid {record.Process.Pid}");
    }
}
