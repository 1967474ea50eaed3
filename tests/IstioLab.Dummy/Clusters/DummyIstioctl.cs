using IstioLab.Config.Injection;

namespace IstioLab.Dummy.Clusters;

/// <summary>Plays istioctl: it checks the overlay, and injects as the embedded cluster does.</summary>
internal static class DummyIstioctl
{
    private static readonly string[] s_overlay =
        ["apiVersion", "kind", "metadata.", "spec.profile", "spec.hub", "spec.meshConfig.enableTracing", "spec.meshConfig.defaultConfig.holdApplicationUntilProxyStarts",
            "spec.meshConfig.extensionProviders[].name", "spec.meshConfig.extensionProviders[].opentelemetry.service",
            "spec.meshConfig.extensionProviders[].opentelemetry.port", "spec.meshConfig.extensionProviders[].opentelemetry.grpc.timeout",
            "spec.meshConfig.extensionProviders[].opentelemetry.grpc.initialMetadata[].", "spec.meshConfig.extensionProviders[].envoyOtelAls.service",
            "spec.meshConfig.extensionProviders[].envoyOtelAls.port", "spec.meshConfig.extensionProviders[].envoyOtelAls.logName",
            "spec.meshConfig.extensionProviders[].envoyOtelAls.logFormat.labels."];

    public static async Task<int> RunAsync(DummyState state, string[] arguments)
    {
        state.Log("istioctl", arguments);
        switch (arguments)
        {
            case ["version"]:
                if (await state.PlayAsync("istioctl-version") is { } failed)
                {
                    return failed;
                }

                await Console.Error.WriteLineAsync("unable to retrieve Pods: connection refused");
                Console.WriteLine(state.Read("istioctl-version")?.Trim() ?? "client version: 1.30.4");
                return 1;
            case [.. var command, "--kubeconfig", var kubeconfig, "--context", var context] when File.Exists(kubeconfig) && context.Length > 0:
                return await RunOnClusterAsync(state, command);
            default:
                return DummyTools.RefuseFlags("istioctl", arguments);
        }
    }

    private static async Task<int> RunOnClusterAsync(DummyState state, string[] command)
    {
        switch (command)
        {
            case ["x", "precheck"]:
                return await state.PlayAsync("precheck") ?? 0;
            case ["install", "-f", var overlay, "--set", "profile=demo", "-y", "--readiness-timeout", _]:
                return await InstallAsync(state, overlay);
            case ["uninstall", "-f", var overlay, "-y"] when File.Exists(overlay):
                return 0;
            case ["kube-inject", "-f", var file, .. var revision] when revision is [] or ["--revision", _]:
                if (await state.PlayAsync("kube-inject") is { } code)
                {
                    return code;
                }

                await Console.Out.WriteAsync(new SidecarInjector(new InjectionOptions()).InjectFile(await File.ReadAllTextAsync(file), file).Text);
                return 0;
            case ["proxy-status"]:
                Console.WriteLine("NAME     CLUSTER     ISTIOD     VERSION     SUBSCRIBED TYPES");
                return 0;
            default:
                return DummyTools.RefuseFlags("istioctl", command);
        }
    }

    private static async Task<int> InstallAsync(DummyState state, string overlay)
    {
        var paths = YamlPaths.Of(YamlPaths.Root(await File.ReadAllTextAsync(overlay)));
        if (paths.FirstOrDefault(path => !s_overlay.Any(known => path == known || (known[^1] == '.' && path.StartsWith(known, StringComparison.Ordinal)))) is { } unknown)
        {
            return DummyTools.Refuse($"Error: unknown field \"{unknown}\" in IstioOperatorSpec");
        }

        await Console.Error.WriteLineAsync("✔ Istio core installed");
        if (await state.PlayAsync("install") is { } code)
        {
            return code;
        }

        await Console.Error.WriteLineAsync("✔ Istiod installed");
        Console.WriteLine("✔ Installation complete");
        return 0;
    }
}
