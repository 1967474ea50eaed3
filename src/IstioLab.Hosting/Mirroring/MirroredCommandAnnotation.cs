using Aspire.Hosting.ApplicationModel;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Marks a command as one that the cluster offers: it comes and goes with the object's state.</summary>
/// <param name="Name">The command's name.</param>
internal sealed record MirroredCommandAnnotation(string Name) : IResourceAnnotation;
