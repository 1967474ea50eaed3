using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cli.Rendering;
using IstioLab.Cluster.Current;
using IstioLab.Cluster.Istio;
using IstioLab.Labs.Comparing;

namespace IstioLab.Cli.Commands;

/// <summary><c>compare</c>: runs every lab on two clusters and lists where they differ.</summary>
internal static class CompareCommand
{
    public static Command Create(CommandRunner runner)
    {
        var left = Side("--left", "One cluster");
        var right = Side("--right", "The other cluster");
        var command = new Command("compare", "Runs the labs and a set of requests on two clusters and lists where they differ") { left, right };
        runner.Attach(command, async (context, cancellationToken) =>
        {
            var requests = new[] { left, right }.Select(option => Request(context, context.Arguments.GetRequiredValue(option))).ToList();
            foreach (var request in requests)
            {
                await ClusterConsent.RequireAsync(context, request, hasYes: false, cancellationToken);
            }

            return await RunAsync(context, requests[0], requests[1], cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, ClusterRequest left, ClusterRequest right, CancellationToken cancellationToken)
    {
        await using var leftOwn = await OwnEnvironment.CreateAsync(context, left);
        await using var rightOwn = await OwnEnvironment.CreateAsync(context, right);
        await using var leftEnvironment = await LabEnvironment.StartAsync(context, leftOwn.Folder, new UpOptions { Cluster = left }, context.Remark, cancellationToken);
        await using var rightEnvironment = await LabEnvironment.StartAsync(context, rightOwn.Folder, new UpOptions { Cluster = right }, context.Remark, cancellationToken);
        var comparison = new LabComparison(Of(left, leftEnvironment, "left"), Of(right, rightEnvironment, "right"), context.Services.Time);
        List<Observation> observations = [];
        foreach (var name in context.Services.Labs.Names)
        {
            var state = name;
            var running = comparison.RunAsync(name, step => state = $"{name} {step.Number}: {step.Title.In(context.Language.Code)}", cancellationToken);
            await ProgressLine.ShowAsync(context, () => state, running);
            observations.AddRange(await running);
        }

        ComparisonView.Write(context, Name(left, "left"), Name(right, "right"), observations);
        return observations.All(observation => observation.IsAlike) ? ExitCode.Done : ExitCode.No;
    }

    private static ComparedSide Of(ClusterRequest request, LabEnvironment environment, string place) => new(Name(request, place), environment.Api, environment.Labs);

    private static string Name(ClusterRequest request, string place) => request.Context is { } context ? $"{place} ({request.Kind}: {context.Name})" : $"{place} ({request.Kind})";

    private static ClusterRequest Request(CommandContext context, string kind) => new()
    {
        Kind = kind,
        Versions = kind == ClusterKinds.K3d ? MeshVersions.Choose(null, null) : null,
        Context = kind == ClusterKinds.Current ? CurrentContext.Read(null, context.Services.Variable) : null,
    };

    private static Option<string> Side(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "embedded|k3d|current", Required = true };
        option.AcceptOneOf(ClusterKinds.Embedded, ClusterKinds.K3d, ClusterKinds.Current);
        return option;
    }
}
