using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>One entry of <c>spec.http</c>.</summary>
internal sealed class HttpRouteRules(ValidationScope scope, ConfigValue route, bool isDelegate)
{
    public void Check()
    {
        Conflicts();
        HttpMatchRules.Check(scope, route["match"], !isDelegate && !route.Has("delegate"));
        HeaderRules.Check(scope, route["headers"], destination: false);
        CorsRules.Check(scope, route["corsPolicy"]);
        FaultRules.Check(scope, route["fault"]);
        MirrorRules.Check(scope, route);
        RedirectRules.Check(scope, route["redirect"]);
        DirectResponseRules.Check(scope, route["directResponse"]);
        RetryRules.Check(scope, route["retries"]);
        RewriteRules.Check(scope, route["rewrite"]);
        Authority();
        RouteDestinationRules.CheckAll(scope, route["route"], http: true);
        if (route.Has("timeout"))
        {
            scope.Check(route["timeout"], GoDuration.Error(route["timeout"].Text));
        }
    }

    /// <summary>Which actions may stand together.</summary>
    private void Conflicts()
    {
        if (!isDelegate && route.Has("delegate"))
        {
            Root("redirect");
            Root("route");
            return;
        }

        if (isDelegate && route.Has("delegate"))
        {
            scope.Error(route["delegate"], "delegate HTTP route cannot contain delegate");
        }

        if (route.Has("redirect"))
        {
            Exclusive("redirect", "redirect");
        }
        else if (route.Has("directResponse"))
        {
            Exclusive("directResponse", "direct_response");
        }
        else if (route["route"].Count == 0)
        {
            scope.Error(route, "HTTP route, redirect or direct_response is required");
        }

        if (route.Has("mirror") && route["mirrors"].Count > 0)
        {
            scope.Error(route["mirrors"], "HTTP route cannot contain both mirror and mirrors");
        }
    }

    private void Root(string field)
    {
        if (route.Has(field))
        {
            scope.Error(route[field], $"root HTTP route {route["name"].Text} must not specify {field}");
        }
    }

    private void Exclusive(string action, string words)
    {
        if (route["route"].Count > 0)
        {
            scope.Error(route["route"], $"HTTP route cannot contain both route and {words}");
        }

        if (route.Has("fault"))
        {
            scope.Error(route["fault"], $"HTTP route cannot contain both fault and {words}");
        }

        if (route.Has("rewrite"))
        {
            scope.Error(route["rewrite"], $"HTTP route rule cannot contain both rewrite and {words}");
        }

        if (action == "redirect" && route.Has("directResponse"))
        {
            scope.Error(route["directResponse"], "HTTP route rule cannot contain both direct_response and redirect");
        }
    }

    /// <summary>The authority is written in one place only.</summary>
    private void Authority()
    {
        var current = route["rewrite"]["authority"].Text;
        var request = route["headers"]["request"];
        foreach (var (key, value) in request["set"].Entries.Concat(request["add"].Entries))
        {
            if (!HeaderChecks.IsAuthority(key))
            {
                continue;
            }

            if (current.Length > 0)
            {
                scope.Error(value, $"authority header cannot be set multiple times: have {GoText.Quote(current)}, attempting to set "
                    + GoText.Quote(value.Text));
                return;
            }

            current = value.Text;
        }
    }
}
