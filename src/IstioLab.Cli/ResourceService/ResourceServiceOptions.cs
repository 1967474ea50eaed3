namespace IstioLab.Cli.ResourceService;

/// <summary>What the resource service says of itself.</summary>
/// <param name="ApplicationName">The name in the dashboard's title.</param>
internal sealed record ResourceServiceOptions(string ApplicationName);
