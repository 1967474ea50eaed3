using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Extensions;

/// <summary>The rules of a WasmPlugin, and of the Wasm part of a TrafficExtension. See https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/</summary>
internal static class WasmRules
{
    public static void Validate(ValidationScope scope)
    {
        SelectorChecks.Check(scope);
        Plugin(scope, scope.Spec, nameLimit: 255);
        TrafficMatchRules.Check(scope);
    }

    public static void Plugin(ValidationScope scope, ConfigValue plugin, int nameLimit)
    {
        scope.Check(plugin["url"], UrlError(plugin["url"].Text, scope.Version.IsAtLeast(18)));
        scope.Check(plugin["sha256"], HashError(plugin["sha256"].Text));
        if (!scope.Version.IsAtLeast(18))
        {
            Environment(scope, plugin["vmConfig"]["env"]);
            return;
        }

        if (plugin["imagePullSecret"].Text.Length > 253)
        {
            scope.Error(plugin["imagePullSecret"], "imagePullSecret field must be less than 253 characters long");
        }

        if (plugin["pluginName"].Text.Length > 256)
        {
            scope.Error(plugin["pluginName"], $"pluginName field must be less than {nameLimit} characters long");
        }

        Environment(scope, plugin["vmConfig"]["env"]);
    }

    private static string? UrlError(string url, bool strict)
    {
        if (url.Length == 0)
        {
            return "url field needs to be set";
        }

        if (!strict)
        {
            return !GoUrl.TryParse(url, out var plain) ? $"failed to parse url: parse {GoText.Quote(url)}: invalid URL" : SchemeError(plain);
        }

        // What is no URL may still be one without its scheme.
        if (!GoUrl.TryParseRequest(url, out var scheme))
        {
            if (!GoUrl.TryParseRequest("http://" + url, out _))
            {
                return $"failed to parse url: parse {GoText.Quote(url)}: invalid URI for request";
            }

            return GoUrl.TryParse("http://" + url, out _) ? null : $"failed to strict parse url: parse {GoText.Quote(url)}: invalid URL";
        }

        if (!GoUrl.TryParse(url, out _))
        {
            return $"failed to strict parse url: parse {GoText.Quote(url)}: invalid URL";
        }

        return SchemeError(scheme);
    }

    private static string? SchemeError(string scheme) =>
        scheme is "" or "file" or "http" or "https" or "oci" ? null : $"url contains unsupported scheme: {scheme}";

    private static string? HashError(string hash)
    {
        if (hash.Length is 0)
        {
            return null;
        }

        if (hash.Length != 64)
        {
            return "sha256 field must be 64 characters long";
        }

        return hash.All(static c => c is >= 'a' and <= 'f' or >= '0' and <= '9') ? null : "sha256 field must match [a-f0-9]{64} pattern";
    }

    private static void Environment(ValidationScope scope, ConfigValue environment)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in environment.Items.Where(static variable => variable.Exists))
        {
            var name = variable["name"].Text;
            var error = name.Length switch
            {
                0 => "spec.vmConfig.env invalid",
                > 256 when scope.Version.IsAtLeast(18) => "env.name field must be less than 255 characters long",
                _ when !names.Add(name) => "duplicate env",
                _ when scope.Version.IsAtLeast(18) && variable["valueFrom"].Text is not ("" or "INLINE") && variable["value"].Text.Length > 0 =>
                    "value may only be set when valueFrom is INLINE",
                _ => null,
            };
            if (error is not null)
            {
                scope.Error(variable, error);
                return;
            }
        }
    }
}
