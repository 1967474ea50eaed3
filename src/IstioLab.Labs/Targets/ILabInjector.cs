namespace IstioLab.Labs.Targets;

/// <summary>Adds sidecars to the pod templates of a file, as <c>istioctl kube-inject</c> does.</summary>
public interface ILabInjector
{
    /// <summary>Injects a file.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">The file, for whoever runs a tool on it.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The text with sidecars.</returns>
    /// <exception cref="Api.KubeApiException">The file is invalid, or the injector cannot be had.</exception>
    Task<string> InjectAsync(string text, string path, string name, CancellationToken cancellationToken);
}
