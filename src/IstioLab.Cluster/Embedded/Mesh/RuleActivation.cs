using System.Globalization;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>On how many proxies a rule is active.</summary>
/// <param name="Kind">The rule's kind.</param>
/// <param name="Namespace">The rule's namespace.</param>
/// <param name="Name">The rule's name.</param>
/// <param name="Generation">The generation that is meant.</param>
/// <param name="Active">How many connected proxies that can see the rule have acknowledged it.</param>
/// <param name="Proxies">How many connected proxies can see the rule.</param>
/// <param name="Taken">From the change to the last acknowledgement of the proxies that were connected then.</param>
internal sealed record RuleActivation(string Kind, string Namespace, string Name, long Generation, int Active, int Proxies, TimeSpan Taken)
{
    public override string ToString() => Proxies == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Kind} {Namespace}/{Name} generation {Generation} is stored; no pod with a sidecar sees it yet")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Kind} {Namespace}/{Name} generation {Generation} active on {Active}/{Proxies} proxies after {Math.Max(1, Taken.TotalMilliseconds):0} ms");
}
