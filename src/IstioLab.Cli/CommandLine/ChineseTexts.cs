using System.Collections.Frozen;

namespace IstioLab.Cli.CommandLine;

/// <summary>The help's texts in Chinese, by the English ones.</summary>
internal static class ChineseTexts
{
    public static FrozenDictionary<string, string> ByEnglish { get; } = new Dictionary<string, string>
    {
        ["IstioLab: a local Istio lab. './lab up' starts it, './lab run' guides you through it."] =
            "IstioLab：本地 Istio 实验环境。'./lab up' 启动，'./lab run' 逐步引导。",

        ["Starts the environment with a lab, in the foreground until Ctrl+C"] = "启动环境和一个实验，在前台运行直到 Ctrl+C",
        ["Ends the environment"] = "结束环境",
        ["Says whether the environment runs, and where"] = "显示环境是否在运行以及在哪里",
        ["Prints the path of the environment's kubeconfig"] = "输出环境的 kubeconfig 路径",
        ["Prints the line that sets KUBECONFIG for this shell"] = "输出为当前 shell 设置 KUBECONFIG 的命令",
        ["Lists the labs"] = "列出实验",
        ["Guides through a lab, or applies one step of it"] = "逐步引导一个实验，或只执行其中一步",
        ["Removes a lab and applies its first step again"] = "移除实验并重新执行第一步",
        ["Checks what the environment shows against a step of a lab; applies nothing"] = "检查环境是否符合实验的某一步；不做任何改动",
        ["Runs every step of the labs in an environment of its own, and checks each"] = "在单独的环境中执行实验的所有步骤并逐一检查",
        ["Sends real requests from a pod and shows how the answers split"] = "从 Pod 发送真实请求并显示回答的比例",
        ["Says where a request goes, and why"] = "说明一个请求去往哪里以及原因",
        ["Says what admission says to the objects of files"] = "显示准入校验对文件中对象的结论",
        ["Finds what is accepted and yet does not work, in files or in the running cluster"] = "在文件或运行中的集群里找出能通过校验却不起作用的配置",
        ["Prints files with sidecars in their pod templates"] = "输出在 Pod 模板中加入 Sidecar 的文件",
        ["Shows which configuration each proxy has"] = "显示每个代理当前的配置",
        ["Shows what a proxy knows"] = "显示一个代理所知道的内容",
        ["Shows a proxy's listeners"] = "显示代理的监听器",
        ["Shows a proxy's routes"] = "显示代理的路由",
        ["Shows a proxy's clusters"] = "显示代理的集群",
        ["Shows a proxy's endpoints"] = "显示代理的 Endpoint",
        ["Prints the versions of the client, the control plane and the data plane"] = "输出客户端、控制平面和数据平面的版本",
        ["Runs the labs and a set of requests on two clusters and lists where they differ"] = "在两个集群上运行实验和一组请求，列出差异",
        ["Checks what this machine has of what the labs use"] = "检查本机具备实验所需的哪些条件",
        ["Prints the completion script of a shell"] = "输出 shell 的补全脚本",

        ["The environment; names keep environments apart"] = "环境名；不同名字的环境互不影响",
        ["The Kubernetes namespace"] = "Kubernetes 命名空间",
        ["The language of texts for people: en or zh; the locale's unless given"] = "文字的语言：en 或 zh；默认按系统语言",
        ["json: the answer as JSON on standard output"] = "json：在标准输出给出 JSON",
        ["Files or folders with YAML or JSON; '-' reads standard input"] = "YAML 或 JSON 文件或目录；'-' 读取标准输入",
        ["A request header, 'name: value'; may be repeated"] = "请求头 'name: value'；可重复",
        ["The method"] = "请求方法",
        ["The lab; the environment's active one unless given"] = "实验；默认是环境当前的实验",
        ["The number of a step, from 1"] = "步骤编号，从 1 开始",
        ["The labs; all of them unless named"] = "实验；默认全部",

        ["The cluster: embedded needs nothing, k3d needs Docker, current is one that you have"] =
            "集群：embedded 无需任何准备，k3d 需要 Docker，current 使用你已有的集群",
        ["The Istio release; 1.30 unless given"] = "Istio 版本；默认 1.30",
        ["The kubeconfig's context, for '--cluster current'"] = "kubeconfig 的上下文，用于 '--cluster current'",
        ["The Kubernetes release, for '--cluster k3d'"] = "Kubernetes 版本，用于 '--cluster k3d'",
        ["Keeps the k3d cluster, or what a lab made on 'current', at the end; uses a kept k3d cluster again"] =
            "结束时保留 k3d 集群或实验在 'current' 上创建的内容；再次使用保留的 k3d 集群",
        ["Asks nothing, for '--cluster current'"] = "不询问，用于 '--cluster current'",
        ["A folder that is searched for tools before the PATH"] = "先于 PATH 查找工具的目录",
        ["The active lab, or none"] = "当前实验，或 none",
        ["auto starts the Aspire dashboard when there is one"] = "auto：可用时启动 Aspire 仪表板",
        ["The most that a pod may take to end"] = "Pod 结束最多可用的时间",
        ["The seed of chance"] = "随机数种子",
        ["Goes on in the background and returns when it is ready"] = "在后台运行，就绪后返回",

        ["What is asked, as the pod names it"] = "请求的 URL，按 Pod 内的写法",
        ["The workload that asks"] = "发出请求的工作负载",
        ["How many requests"] = "请求数量",
        ["How many at the same time"] = "同时发送的数量",
        ["Goes on until Ctrl+C and draws the split live"] = "持续发送直到 Ctrl+C，并实时绘制比例",
        ["The URL, as the caller names it"] = "URL，按调用方的写法",
        ["The workload that asks, through its sidecar"] = "发出请求的工作负载，经过它的 Sidecar",
        ["The gateway that the request arrives at"] = "请求到达的网关",
        ["Requests, one JSON object per line"] = "多个请求，每行一个 JSON 对象",
        ["A pod as istioctl names it, POD[.NAMESPACE], or a workload"] = "Pod，按 istioctl 的写法 POD[.NAMESPACE]，或工作负载",
        ["One cluster"] = "一个集群",
        ["The other cluster"] = "另一个集群",
        ["bash, zsh, fish or pwsh"] = "bash、zsh、fish 或 pwsh",

        ["Show help and usage information"] = "显示帮助",
        ["Description:"] = "说明：",
        ["Usage:"] = "用法：",
        ["Arguments:"] = "参数：",
        ["Options:"] = "选项：",
        ["Commands:"] = "命令：",
        ["Examples:"] = "示例：",
        ["builds and runs the whole test suite"] = "编译并运行全部测试",
        ["the canary lab, in the foreground until Ctrl+C"] = "灰度发布实验，在前台运行直到 Ctrl+C",
        ["a second environment beside the first"] = "在第一个环境旁再启动一个",
        ["an empty cluster"] = "空集群",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
