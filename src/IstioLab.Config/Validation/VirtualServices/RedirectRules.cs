using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>A redirect.</summary>
internal static class RedirectRules
{
    public static void Check(ValidationScope scope, ConfigValue redirect)
    {
        if (redirect.Exists)
        {
            var (at, error) = First(redirect);
            scope.Check(at, error);
        }
    }

    /// <summary>The first error only, as Istio reports it.</summary>
    private static (ConfigValue At, string? Error) First(ConfigValue redirect)
    {
        var scheme = redirect["scheme"].Text;
        if (redirect["uri"].Text.Length + redirect["authority"].Text.Length + scheme.Length == 0 && !redirect.Has("port") && !redirect.Has("derivePort"))
        {
            return (redirect, "redirect must specify URI, authority, scheme, or port");
        }

        var code = redirect["redirectCode"].Whole;
        if (code != 0 && code is < 300 or > 399)
        {
            return (redirect["redirectCode"], $"{code} is not a valid redirect code, must be 3xx");
        }

        if (scheme is not ("" or "http" or "https"))
        {
            return (redirect["scheme"], "invalid redirect scheme, must be \"http\" or \"https\"");
        }

        var port = redirect["port"].Whole;
        return (redirect["port"], port > 0 ? PortChecks.Number(port) : null);
    }
}
