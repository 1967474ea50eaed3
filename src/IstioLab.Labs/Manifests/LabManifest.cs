using System.Text.Json.Nodes;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Labs.Manifests;

/// <summary>An object of a lab's file, as the lab applies it.</summary>
/// <param name="Source">The object with the positions of its file, before injection.</param>
/// <param name="Body">What is sent: the same, with a sidecar where the step injects.</param>
public sealed record LabManifest(ConfigObject Source, JsonObject Body);
