using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>An object of the cluster that is there in this form, or is gone.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Object">The object; null when it is gone.</param>
public sealed record ClusterEvent(ObjectKey Key, JsonObject? Object);
