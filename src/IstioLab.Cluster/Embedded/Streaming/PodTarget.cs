using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Storage;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Streaming;

/// <summary>The container that a streaming request means: the named one, or the only one.</summary>
internal static class PodTarget
{
    /// <exception cref="ApiException">404 where there is no such pod, 400 where the container is unclear or unknown.</exception>
    public static string ContainerOf(IObjectApi api, string ns, string name, string? container)
    {
        var pod = Find(api, ns, name).As<V1Pod>();
        var names = (pod.Spec.Containers ?? []).Concat(pod.Spec.InitContainers ?? []).Select(entry => entry.Name).ToList();
        if (string.IsNullOrEmpty(container))
        {
            return pod.Spec.Containers is [var only]
                ? only.Name
                : throw Refuse($"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', names)}]");
        }

        return names.Contains(container, StringComparer.Ordinal)
            ? container
            : throw Refuse($"container {container} is not valid for pod {name}");
    }

    /// <exception cref="ApiException">404 where there is no such pod.</exception>
    public static StoredObject Find(IObjectApi api, string ns, string name) =>
        api.Find("pods", ns, name)
        ?? throw new ApiException(new ApiStatus(StatusCodes.Status404NotFound, "NotFound", $"pods \"{name}\" not found") { Name = name, Kind = "pods" });

    /// <summary>A 400 with <paramref name="message"/>.</summary>
    public static ApiException Refuse(string message) => new(new ApiStatus(StatusCodes.Status400BadRequest, "BadRequest", message));
}
