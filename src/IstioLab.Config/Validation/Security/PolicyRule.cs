namespace IstioLab.Config.Validation.Security;

/// <summary>One rule of an AuthorizationPolicy: from, to and when.</summary>
internal sealed class PolicyRule(ValidationScope scope, ConfigValue rule, int index)
{
    private static readonly string[] s_sourceLists =
    [
        "principals", "requestPrincipals", "namespaces", "ipBlocks", "remoteIpBlocks", "notPrincipals", "notRequestPrincipals", "notNamespaces",
        "notIpBlocks", "notRemoteIpBlocks", "serviceAccounts", "notServiceAccounts", "trustDomains", "notTrustDomains",
    ];

    /// <summary>What is known of a connection without reading HTTP.</summary>
    private static readonly string[] s_tcpSources =
    [
        "notPrincipals", "principals", "ipBlocks", "notIpBlocks", "namespaces", "notNamespaces", "remoteIpBlocks", "notRemoteIpBlocks",
        "serviceAccounts", "notServiceAccounts",
    ];

    private static readonly string[] s_operationLists =
        ["ports", "methods", "paths", "hosts", "notPorts", "notMethods", "notPaths", "notHosts"];

    private bool _hasFrom;
    private bool _hasTo;
    private bool _tcpFrom;
    private bool _tcpTo;

    public void Check(string action)
    {
        Parts("from", "source", Source);
        Parts("to", "operation", Operation);
        foreach (var condition in rule["when"].Items)
        {
            When(condition);
        }

        if (action == "DENY" && ((_hasFrom && !_hasTo && !_tcpFrom) || (_hasTo && !_tcpTo)))
        {
            scope.Warn(rule, "configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP "
                + "attributes in a DENY rule; it is recommended to explicitly specify the port");
        }
    }

    private void Parts(string field, string part, Action<ConfigValue> check)
    {
        var parts = rule[field];
        if (parts.Exists && parts.Count == 0)
        {
            scope.Error(parts, $"`{field}` must not be empty, found at rule {index}");
        }

        foreach (var item in parts.Items)
        {
            if (!item.Exists)
            {
                scope.Error(item, $"`{field}` must not be nil, found at rule {index}");
            }
            else if (!item.Has(part))
            {
                scope.Error(item, $"`{field}.{part}` must not be nil, found at rule {index}");
            }
            else
            {
                check(item[part]);
            }
        }
    }

    private void Source(ConfigValue source)
    {
        _hasFrom = true;
        _tcpFrom |= s_tcpSources.Any(source.Has);
        if (source["principals"].Count + source["notPrincipals"].Count + source["namespaces"].Count + source["notNamespaces"].Count > 0
            && source["serviceAccounts"].Count + source["notServiceAccounts"].Count > 0)
        {
            scope.Error(source, $"cannot set serviceAccounts with namespaces or principals, found at rule {index}");
        }

        if (s_sourceLists.All(list => source[list].Count == 0))
        {
            scope.Error(source, $"`from.source` must not be empty, found at rule {index}");
        }

        foreach (var list in s_sourceLists)
        {
            var words = char.ToUpperInvariant(list[0]) + list[1..];
            if (list.EndsWith("IpBlocks", StringComparison.OrdinalIgnoreCase))
            {
                PolicyChecks.Addresses(scope, source[list]);
            }

            scope.Check(source[list], words switch
            {
                "ServiceAccounts" or "NotServiceAccounts" => PolicyChecks.ServiceAccounts(words, source[list].Texts),
                "TrustDomains" or "NotTrustDomains" => PolicyChecks.TrustDomains(words, source[list].Texts),
                _ => PolicyChecks.NotEmpty(words, source[list].Texts),
            });
        }
    }

    private void Operation(ConfigValue operation)
    {
        _hasTo = true;
        _tcpTo |= operation.Has("ports") || operation.Has("notPorts");
        if (s_operationLists.All(list => operation[list].Count == 0))
        {
            scope.Error(operation, $"`to.operation` must not be empty, found at rule {index}");
        }

        foreach (var list in s_operationLists)
        {
            var words = char.ToUpperInvariant(list[0]) + list[1..];
            scope.Check(operation[list], PolicyChecks.NotEmpty(words, operation[list].Texts));
            if (words.EndsWith("Ports", StringComparison.Ordinal))
            {
                PolicyChecks.Ports(scope, operation[list]);
            }

            if (words.EndsWith("Paths", StringComparison.Ordinal) && scope.Version.IsAtLeast(18))
            {
                scope.Check(operation[list], PathTemplates.Error(words, operation[list].Texts));
            }
        }
    }

    private void When(ConfigValue condition)
    {
        var key = condition["key"].Text;
        var (values, notValues) = (condition["values"], condition["notValues"]);
        if (key.Length == 0)
        {
            scope.Error(condition, "`key` must not be empty");
        }
        else if (values.Count == 0 && notValues.Count == 0)
        {
            scope.Error(condition, $"at least one of `values` or `notValues` must be set for key {key}");
        }
        else
        {
            if (ConditionKeys.Error(key, values) is { } value)
            {
                scope.Error(condition, $"invalid `value` for `key` {key}: {value}");
            }

            if (ConditionKeys.Error(key, notValues) is { } notValue)
            {
                scope.Error(condition, $"invalid `notValue` for `key` {key}: {notValue}");
            }
        }
    }
}
