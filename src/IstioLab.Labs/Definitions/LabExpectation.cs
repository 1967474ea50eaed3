namespace IstioLab.Labs.Definitions;

/// <summary>What must be observed after a step.</summary>
/// <param name="Ready">What <c>kubectl get pods</c> shows under READY for every pod of the lab, such as <c>2/2</c>; null when it does not matter.</param>
/// <param name="Split">The answers' shares in percent by workload, together 100; empty when it does not matter.</param>
/// <param name="Flags">
/// Envoy's response flags that the client's access log may show, such as <c>NR</c>; a flag that is not listed is a problem.
/// </param>
public sealed record LabExpectation(string? Ready, IReadOnlyDictionary<string, int> Split, IReadOnlyList<string> Flags);
