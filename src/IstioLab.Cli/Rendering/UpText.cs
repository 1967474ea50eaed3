using System.Globalization;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cluster.Environments;
using IstioLab.Labs.Definitions;

namespace IstioLab.Cli.Rendering;

/// <summary>What <c>up</c> says once the environment is ready: what runs, and what to do next.</summary>
internal static class UpText
{
    public static void WriteReady(CommandContext context, UpOptions options, EnvironmentRecord record, LabDefinition? lab, TimeSpan took)
    {
        var seconds = took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var simulated = record.Cluster == ClusterKinds.Embedded
            ? context.Pick(" (simulated: no Envoy, no istiod)", "（模拟，没有真正的 Envoy 和 istiod）")
            : record.Context.Length > 0 ? context.Pick($" ('{record.Context}')", $"（'{record.Context}'）") : "";
        context.Out.WriteLine(context.Pick(
            $"Ready after {seconds} s: environment '{record.Name}', {record.Cluster} cluster{simulated}, Istio {record.Istio}.",
            $"{seconds} 秒后就绪：环境 '{record.Name}'，{record.Cluster} 集群{simulated}，Istio {record.Istio}。"));
        foreach (var (image, used) in record.Images)
        {
            context.Out.WriteLine(context.Pick($"Image '{image}' is private; '{used}' runs in its place.", $"镜像 '{image}' 是私有的，改用 '{used}'。"));
        }

        if (lab is not null)
        {
            context.Out.WriteLine(context.Pick(
                $"Lab '{lab.Name}' is at step 1 of {lab.Steps.Count}: {lab.Steps[0].Title.In("en")}.",
                $"实验 '{lab.Name}' 在第 1 步，共 {lab.Steps.Count} 步：{lab.Steps[0].Title.In("zh")}。"));
        }

        context.Out.WriteLine();
        context.Out.WriteLine(context.Pick(
            options.Detached ? "Next:" : "Next, in another terminal:",
            options.Detached ? "接下来：" : "接下来，在另一个终端："));
        foreach (var line in Lines([.. Next(record, lab).Select(next => (next.Command, context.Pick(next.En, next.Zh)))], context.Console.Profile.Width))
        {
            context.Out.WriteLine(line);
        }

        foreach (var gateway in record.Gateways.Where(gateway => gateway.IsLoadBalancer))
        {
            var described = GatewayText.Describe(gateway);
            context.Out.WriteLine(context.Pick($"Gateway {described}", $"网关 {described}"));
        }

        context.Out.WriteLine();
    }

    /// <summary>Commands with a remark each: beside them where the terminal is wide enough, else above them.</summary>
    internal static IEnumerable<string> Lines(IReadOnlyList<(string Command, string Remark)> commands, int width)
    {
        var longest = commands.Max(line => line.Command.Length);
        var widest = commands.Max(line => TextWidth.Of(line.Remark));
        return "  ".Length + longest + " # ".Length + widest <= width
            ? commands.Select(line => $"  {line.Command.PadRight(longest)} # {line.Remark}")
            : commands.SelectMany(line => (string[])[$"  # {line.Remark}", $"  {line.Command}"]);
    }

    private static IEnumerable<(string Command, string En, string Zh)> Next(EnvironmentRecord record, LabDefinition? lab)
    {
        var name = record.Name == EnvironmentName.Default ? "" : $" --name {record.Name}";
        yield return ($"eval \"$(./lab env{name})\"", "kubectl of this shell talks to the lab", "让当前 shell 的 kubectl 连接实验集群");
        if (lab is null)
        {
            yield return ($"./lab run canary{name}", "the guided canary lab", "灰度发布引导实验");
            yield break;
        }

        yield return ($"kubectl get pods -n {lab.Namespace} -o wide", "READY 1/1: no sidecar yet", "READY 1/1：还没有 Sidecar");
        if (lab.Steps[0].Traffic is { } traffic)
        {
            yield return ($"./lab curl{name} --from {traffic.From} --count 200 {traffic.Url.OriginalString}", "how the answers split", "查看回答的比例");
        }

        yield return ($"./lab run {lab.Name}{name}", "guided, step by step", "逐步引导");
        yield return ($"./lab check{name}", "is it as the lab expects?", "检查是否符合实验预期");
    }
}
