namespace IstioLab.Cli.Hosting;

/// <summary>One thing that <c>doctor</c> looked at.</summary>
/// <param name="Subject">What.</param>
/// <param name="State">How it is.</param>
/// <param name="Text">What was found, and the remedy.</param>
internal sealed record Finding(string Subject, FindingState State, string Text);
