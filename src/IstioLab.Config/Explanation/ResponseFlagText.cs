using System.Collections.Frozen;

namespace IstioLab.Config.Explanation;

/// <summary>
/// Says in words what Envoy's response flags mean, and where to look
/// (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators, RESPONSE_FLAGS).
/// </summary>
public static class ResponseFlagText
{
    private static readonly FrozenDictionary<string, (string En, string Zh)> s_words = new Dictionary<string, (string En, string Zh)>
    {
        ["DC"] = ("the client closed the connection before the answer was complete", "客户端在收到完整应答之前断开了连接"),
        ["DF"] = ("the upstream's name could not be resolved: check the ServiceEntry's host and the cluster's DNS", "上游域名解析失败：检查 ServiceEntry 的 host 和集群 DNS"),
        ["DI"] = ("a delay was injected by the fault of a VirtualService", "VirtualService 的 fault 注入了延迟"),
        ["DO"] = ("the proxy dropped the request because the upstream reported overload", "上游报告过载，代理丢弃了请求"),
        ["DPE"] = ("the client's request breaks the HTTP protocol", "客户端的请求不符合 HTTP 协议"),
        ["DR"] = ("the client reset its request before the answer was complete", "客户端在收到完整应答之前重置了请求"),
        ["DT"] = ("the request or connection lasted longer than its limit", "请求或连接超过了时长上限"),
        ["FI"] = ("the answer was injected by the fault of a VirtualService", "应答由 VirtualService 的 fault 注入"),
        ["IH"] = ("a header that Envoy reserves has a value that it does not accept", "Envoy 保留的请求头取值无效"),
        ["LH"] = ("the proxy's own health check failed", "代理自身的健康检查失败"),
        ["LR"] = ("the proxy reset the connection to the upstream", "代理重置了到上游的连接"),
        ["NC"] = ("the route names a cluster that the proxy does not have: a subset without a DestinationRule, or a host that is no service", "路由指向代理没有的 cluster：subset 没有对应的 DestinationRule，或 host 不是已知服务"),
        ["NFCF"] = ("the proxy waits for the configuration of a filter", "代理尚未收到某个过滤器的配置"),
        ["NR"] = ("no route matches: compare the request's Host, path and headers with the VirtualService ('lab explain' says which rule it missed)", "没有匹配的路由：对照 VirtualService 检查 Host、路径和请求头（'lab explain' 会指出没有匹配的规则）"),
        ["OM"] = ("the proxy itself is overloaded", "代理自身过载"),
        ["RL"] = ("a local rate limit refused the request", "本地限流拒绝了请求"),
        ["RLSE"] = ("the rate limit service did not answer", "限流服务没有应答"),
        ["SI"] = ("nothing was sent for longer than the idle timeout", "空闲时间超过了超时设置"),
        ["UAEX"] = ("the external authorizer, an AuthorizationPolicy with action CUSTOM, denied the request", "外部授权（action 为 CUSTOM 的 AuthorizationPolicy）拒绝了请求"),
        ["UC"] = ("the upstream closed the connection in the middle of the request", "上游在请求过程中断开了连接"),
        ["UF"] = ("the proxy could not connect to the upstream: nothing listens on the port, or the TLS modes of DestinationRule and PeerAuthentication differ", "代理连不上上游：端口无人监听，或 DestinationRule 与 PeerAuthentication 的 TLS 模式不一致"),
        ["UH"] = ("the cluster has no healthy endpoint: no ready pod has the Service's and the subset's labels, or outlier detection ejected them", "cluster 没有健康的 Endpoint：没有就绪的 Pod 符合 Service 和 subset 的标签，或已被异常检测剔除"),
        ["UMSDR"] = ("the request lasted longer than its limit at the upstream", "请求在上游的时长超过上限"),
        ["UO"] = ("a circuit breaker is open: the limits of the DestinationRule's connectionPool are reached", "熔断：达到 DestinationRule connectionPool 的上限"),
        ["UPE"] = ("the upstream's answer breaks the HTTP protocol: is the port's protocol named rightly?", "上游的应答不符合 HTTP 协议：检查端口名所表示的协议"),
        ["UR"] = ("the upstream reset the request", "上游重置了请求"),
        ["URX"] = ("all retries were used up, or TCP could not connect as often as is allowed", "重试次数已用尽，或 TCP 连接次数达到上限"),
        ["UT"] = ("the upstream did not answer within the timeout of the VirtualService or of the retry", "上游没有在 VirtualService 或重试的超时时间内应答"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string En, string Zh)> s_details = new Dictionary<string, (string En, string Zh)>
    {
        ["rbac_access_denied_matched_policy"] = ("an AuthorizationPolicy denied the request", "AuthorizationPolicy 拒绝了请求"),
        ["jwt_authn_access_denied"] = ("a RequestAuthentication refused the token", "RequestAuthentication 拒绝了令牌"),
        ["direct_response"] = ("a rule answers by itself, without an upstream", "规则直接应答，不经过上游"),
        ["ext_authz_denied"] = ("the external authorizer denied the request", "外部授权拒绝了请求"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The meaning of flags.</summary>
    /// <param name="flags">Envoy's short flags, joined with <c>,</c>; <c>-</c> and an empty text mean none.</param>
    /// <param name="details">The response code's details, such as <c>route_not_found</c>; null when they are not known.</param>
    /// <param name="chinese">In Chinese instead of English.</param>
    /// <returns>Words without a full stop; null when there is nothing to say.</returns>
    public static string? Describe(string? flags, string? details = null, bool chinese = false)
    {
        var meanings = (flags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(flag => s_words.TryGetValue(flag, out var words) ? words : default((string En, string Zh)?))
            .OfType<(string En, string Zh)>()
            .ToList();
        if (meanings.Count == 0 && details is not null && s_details.TryGetValue(details.Split('[', ':', '{')[0], out var meaning))
        {
            meanings.Add(meaning);
        }

        return meanings.Count == 0 ? null : string.Join(chinese ? "；" : "; ", meanings.Select(words => chinese ? words.Zh : words.En));
    }
}
