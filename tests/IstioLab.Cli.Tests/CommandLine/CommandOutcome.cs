namespace IstioLab.Cli.Tests.CommandLine;

internal sealed record CommandOutcome(int Code, string Out, string Error);
