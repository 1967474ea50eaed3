using IstioLab.Config.Diagnostics;
using IstioLab.Config.Injection;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Targets;

/// <summary>The injector of the embedded cluster.</summary>
public sealed class BuiltInInjector : ILabInjector
{
    /// <summary>The one instance; it has no state.</summary>
    public static BuiltInInjector Instance { get; } = new();

    /// <inheritdoc/>
    public Task<string> InjectAsync(string text, string path, string name, CancellationToken cancellationToken)
    {
        var injected = new SidecarInjector(new InjectionOptions()).InjectFile(text, name);
        var errors = injected.Diagnostics.Where(found => found.Level == DiagnosticLevel.Error).ToList();
        return errors.Count == 0
            ? Task.FromResult(injected.Text)
            : throw new KubeApiException(string.Join(Environment.NewLine, errors));
    }
}
