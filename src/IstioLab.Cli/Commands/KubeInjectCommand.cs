using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Input;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Discovery;
using IstioLab.Config.Injection;

namespace IstioLab.Cli.Commands;

/// <summary><c>kube-inject</c>: the files with sidecars in their pod templates, on standard output.</summary>
internal static class KubeInjectCommand
{
    public static Command Create(CommandRunner runner)
    {
        var files = SharedOptions.Files(required: true);
        var command = new Command("kube-inject", "Prints files with sidecars in their pod templates") { files };
        runner.Attach(command, context =>
        {
            var injector = new SidecarInjector(new InjectionOptions { Release = Release(context) });
            var results = InputFiles.Read(context, context.Arguments.GetRequiredValue(files))
                .Select(input => injector.InjectFile(input.Text, input.Name))
                .ToList();
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
        });
        return command;
    }

    // A running environment may follow another release than the default.
    private static IstioRelease Release(CommandContext context) =>
        context.Registry.FindRunning()?.Istio == "1.17" ? IstioRelease.Istio117 : IstioRelease.Istio130;
}
