using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Comparing;

/// <summary>One of the two clusters of a comparison.</summary>
/// <param name="Name">Its name in the table, such as <c>embedded</c>.</param>
/// <param name="Api">Its API.</param>
/// <param name="Labs">The labs, as this cluster gets them.</param>
public sealed record ComparedSide(string Name, KubeApi Api, LabLibrary Labs);
