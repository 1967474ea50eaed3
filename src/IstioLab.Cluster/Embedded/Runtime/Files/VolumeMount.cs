namespace IstioLab.Cluster.Embedded.Runtime.Files;

/// <summary>A shared folder at a place in a container.</summary>
/// <param name="Path">Absolute path in the container.</param>
/// <param name="Folder">The folder; the same object in two containers is the same content.</param>
/// <param name="SubPath">A file or folder within <paramref name="Folder"/> to mount instead of all of it.</param>
/// <param name="ReadOnly">Whether writing fails with "Read-only file system".</param>
internal sealed record VolumeMount(string Path, SharedFolder Folder, string? SubPath = null, bool ReadOnly = false);
