using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cli.Input;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Istio;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Injection;
using IstioLab.Labs.Targets;

namespace IstioLab.Cli.Commands;

/// <summary><c>kube-inject</c>: the files with sidecars in their pod templates, on standard output.</summary>
internal static class KubeInjectCommand
{
    public static Command Create(CommandRunner runner)
    {
        var files = SharedOptions.Files(required: true);
        var command = new Command("kube-inject", "Prints files with sidecars in their pod templates") { files };
        runner.Attach(command, (context, cancellationToken) =>
        {
            var names = context.Arguments.GetRequiredValue(files);
            return context.Registry.FindRunning() is { State: "ready" } record && record.Cluster != ClusterKinds.Embedded
                ? InjectByIstioctlAsync(context, record, names, cancellationToken)
                : Task.FromResult(Inject(context, names));
        });
        return command;
    }

    private static int Inject(CommandContext context, string[] names)
    {
        var injector = new SidecarInjector(new InjectionOptions { Release = context.Release });
        var results = InputFiles.Read(context, names).Select(input => injector.InjectFile(input.Text, input.Name)).ToList();
        var failed = false;
        foreach (var problem in results.SelectMany(result => result.Diagnostics))
        {
            failed |= problem.Level == DiagnosticLevel.Error;
            context.Remark(problem.ToString());
        }

        if (failed)
        {
            return ExitCode.No;
        }

        foreach (var result in results)
        {
            context.Out.Write(result.Text);
        }

        return ExitCode.Done;
    }

    // A real Istio has its own template, which its own istioctl reads from the cluster.
    private static async Task<int> InjectByIstioctlAsync(
        CommandContext context, EnvironmentRecord record, string[] names, CancellationToken cancellationToken)
    {
        var istioctl = await LabTargets.FindIstioctlAsync(record, context.Services.Time, cancellationToken);
        foreach (var input in InputFiles.Read(context, names))
        {
            await context.Out.WriteAsync(await InjectAsync(istioctl, record, input, cancellationToken));
        }

        return ExitCode.Done;
    }

    private static async Task<string> InjectAsync(Istioctl istioctl, EnvironmentRecord record, InputText input, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(Path.GetTempPath(), $"istiolab-{Guid.NewGuid():n}.yaml");
        try
        {
            PrivateFiles.WriteText(copy, record.Images.Aggregate(input.Text, (text, image) => text.Replace(image.Key, image.Value, StringComparison.Ordinal)));
            return await istioctl.InjectAsync(copy, record.Revision, cancellationToken);
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
