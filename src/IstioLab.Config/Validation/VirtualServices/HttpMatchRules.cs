using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>The conditions of an HTTP route. A null condition is left alone, as Istio leaves it.</summary>
internal static class HttpMatchRules
{
    private static readonly string[] s_parts = ["scheme", "method", "authority"];

    /// <param name="scope">The object.</param>
    /// <param name="matches">The conditions.</param>
    /// <param name="independent">Whether the route neither delegates nor is a delegate.</param>
    public static void Check(ValidationScope scope, ConfigValue matches, bool independent)
    {
        foreach (var match in matches.Items.Where(static match => match.Exists))
        {
            if (!scope.Version.IsAtLeast(18))
            {
                LegacyMatchRules.Check(scope, match, independent);
                Source(scope, match);
                continue;
            }

            Headers(scope, match);
            scope.Check(match["uri"], StringMatchChecks.RegexOnly(match["uri"], "uri"));
            foreach (var part in s_parts)
            {
                scope.Check(match[part], StringMatchChecks.Match(match[part], part));
            }

            foreach (var (_, parameter) in match["queryParams"].Entries)
            {
                scope.Check(parameter, StringMatchChecks.Match(parameter, "queryParams"));
            }

            Source(scope, match);
        }
    }

    private static void Headers(ValidationScope scope, ConfigValue match)
    {
        foreach (var (name, header) in match["headers"].Entries)
        {
            if (!header.Exists)
            {
                scope.Error(header, $"header match {name} cannot be null");
            }

            scope.Check(header, HeaderChecks.MatchName(name));
            scope.Check(header, StringMatchChecks.Match(header, "headers"));
        }

        foreach (var (name, header) in match["withoutHeaders"].Entries)
        {
            scope.Check(header, HeaderChecks.MatchName(name));

            // "*" is no regular expression here: it asks for presence.
            if (header["regex"].Text != "*")
            {
                scope.Check(header, StringMatchChecks.Match(header, "withoutHeaders"));
            }
        }
    }

    private static void Source(ValidationScope scope, ConfigValue match)
    {
        if (match["port"].Whole != 0)
        {
            scope.Check(match["port"], PortChecks.Number(match["port"].Whole));
        }

        NameChecks.Labels(scope, match["sourceLabels"]);
        scope.ErrorsOnly(() => GatewayNameRules.Check(scope, match["gateways"]));
        var ns = match["sourceNamespace"].Text;
        if (ns.Length > 0 && !NameChecks.IsLabel(ns))
        {
            scope.Error(match["sourceNamespace"], $"sourceNamespace match {ns} is invalid");
        }
    }
}
