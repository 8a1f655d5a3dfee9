"""How Chinese portals call things: names of their fields, spellings of their values.

Names in the order of preference; each Chinese one counts in pinyin, too (``zymc``, ``ziyuanmingcheng``).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FIELD_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": (
            "目录名称", "数据目录名称", "信息资源名称", "数据资源名称", "资源名称", "数据集名称", "数据名称", "资源标题",
            "标题", "名称", "subjectBaseName", "resTitle", "resourceName", "datasetName", "catalogName",
            "cataName", "dataName", "title", "name",
        ),
        "notes": (
            "摘要", "数据摘要", "资源摘要", "摘要信息", "信息资源摘要", "数据集描述", "资源描述", "资源简介", "数据描述",
            "目录描述", "描述", "简介", "说明", "tableRemark", "resAbstract", "abstract", "description",
            "summary", "notes", "remark", "desc",
        ),
        "authoritative_source": (
            "数源单位", "来源部门", "来源单位", "数据提供方", "数据提供单位", "提供单位", "提供部门", "提供方", "信息资源提供方",
            "资源提供方", "所属部门", "所属单位", "发布单位", "发布部门", "责任部门", "责任单位", "数源部门", "部门名称", "单位名称",
            "officeName", "orgName", "organization", "deptName", "department", "provider", "publisher",
        ),
        "update_cycle": (
            "更新周期", "更新频率", "更新频度", "数据更新频率", "数据更新周期", "updateCycle", "frequency",
            "updateFrequency", "updateRate", "accrualPeriodicity",
        ),
        "open_type": (
            "开放属性", "开放类型", "开放状态", "开放方式", "开放条件", "开放级别", "openTypeName", "openType", "openMode",
            "openAttribute", "openCondition", "openLevel", "accessRights",
        ),
        "share_type": ("共享属性", "共享类型", "共享级别", "shareType", "shareTypeName"),
        "modified": (
            "数据更新时间", "数据更新日期", "最后更新时间", "最近更新时间", "最近更新", "资源更新日期", "资源更新时间", "更新时间",
            "更新日期", "dataUpdateTime", "updateTime", "updateDate", "modified", "lastModified",
            "updatedAt", "gmtModified",
        ),
        "issued": (
            "目录发布时间", "首次发布日期", "首次发布时间", "发布时间", "发布日期", "上线时间", "创建时间", "releaseTime",
            "publishTime", "publishDate", "issued", "createTime", "createdAt", "gmtCreate",
        ),
        "tag_string": (
            "关键字", "关键词", "标签", "数据标签", "资源标签", "keywords", "keyword", "tags", "label", "labels",
        ),
        "data_domain": (
            "数据领域", "重点领域", "所属领域", "领域名称", "主题名称", "所属主题", "数据主题", "主题分类", "领域", "主题",
            "fieldName", "subjectName", "domain", "theme", "category",
        ),
        "format": (
            "数据格式", "资源格式", "文件格式", "格式", "dataType", "sourceSuffix", "fileFormat", "fileType",
            "format", "formats", "resFormat",
        ),
        "source_url": (
            "详情页网址", "详情网址", "详情页", "网址", "链接", "资源链接", "detailUrl", "url", "link", "landingPage",
            "href", "address",
        ),
        "identifier": (
            "信息资源代码", "资源代码", "资源编码", "目录编码", "目录代码", "数据编码", "编码", "标识", "唯一标识", "resId",
            "resourceId", "catalogId", "cataId", "datasetId", "identifier", "uuid", "guid", "id",
        ),
        "email": ("部门邮箱", "联系邮箱", "电子邮箱", "邮箱", "联系方式", "orgEmail", "email", "mail", "contactEmail"),
        "phone": (
            "部门电话", "联系电话", "电话", "联系方式", "orgPhone", "phone", "tel", "telephone", "contactPhone",
        ),
    }
)  # fmt: skip

MISSING = (
    "暂无", "无", "暂无数据", "暂无信息", "空", "未知", "未填写", "不详", "null", "NULL", "None", "none", "nan", "NaN",
    "N/A", "n/a", "-", "--", "—", "/", "\\", "默认主题", "默认行业",
)  # fmt: skip

SPELLINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "update_cycle": {
            "realtime": ("实时", "即时", "实时更新", "即时更新", "分钟级", "小时级", "每小时", "每分钟", "准实时", "real-time"),
            "daily": ("每日", "每天", "日", "按日", "按天", "每日更新", "每天更新", "天", "每工作日", "日更新"),
            "weekly": ("每周", "周", "按周", "每周更新", "每星期", "周更新"),
            "tenday": ("每旬", "旬", "按旬", "每十天", "每10天"),
            "monthly": ("每月", "月", "按月", "每月更新", "月更新", "每个月"),
            "quarterly": ("每季度", "每季", "季度", "季", "按季", "按季度", "每季度更新", "季更新", "每三个月"),
            "semiannual": ("每半年", "半年", "按半年", "半年更新", "每半年更新", "每六个月", "half-yearly"),
            "annual": ("每年", "年", "年度", "按年", "每年更新", "每年度", "年更新", "每一年", "annually", "yearly"),
            "as_needed": ("按需", "按需更新", "根据需要", "按需要", "需要时更新"),
            "irregular": ("不定期", "不定期更新", "不定时", "不定时更新", "无固定周期"),
            "never": (
                "不更新", "静态数据", "静态", "不再更新", "一次性", "停止更新", "历史数据", "无需更新", "从不",
            ),
            "other": ("其他", "其它", "自定义"),
        },
        "open_type": {
            "unconditional": (
                "无条件开放", "无条件", "完全开放", "普遍开放", "主动开放", "全部开放", "公开", "无特殊条件", "open", "public",
            ),
            "conditional": (
                "有条件开放", "有条件", "依申请开放", "依申请", "申请开放", "需申请", "提出申请", "受限开放", "部分开放", "条件开放",
                "授权开放", "restricted",
            ),
            "none": ("不予开放", "不开放", "暂不开放", "禁止开放", "非开放", "不对外开放", "closed"),
        },
        "share_type": {
            "unconditional": ("无条件共享", "无条件", "普遍共享", "完全共享"),
            "conditional": ("有条件共享", "有条件", "授权共享", "受限共享", "依申请共享"),
            "none": ("不予共享", "不共享", "非共享", "暂不共享"),
        },
        "data_domain": {
            "science_innovation": ("科技创新", "科技", "科学技术"),
            "education_culture": (
                "教育文化", "教育科技", "文化教育", "教育", "文化", "文化休闲", "教育培训", "科技、教育", "文化、体育",
            ),
            "industry_agriculture": ("工业农业", "农业农村", "农业", "工业", "三农服务", "农业、水利"),
            "resources_energy": ("资源能源", "能源资源", "能源", "能源环境"),
            "environment": ("生态环境", "资源环境", "环境资源", "环境", "环保", "环境保护"),
            "health": ("医疗卫生", "卫生健康", "健康卫生", "医疗健康", "卫生"),
            "finance_taxation": ("财税金融", "金融", "财政", "财政金融", "财政税务", "税务"),
            "trade": ("商贸流通", "商贸", "商务", "商业贸易"),
            "transport": ("交通运输", "道路交通", "交通", "交通旅游", "交通出行"),
            "housing": ("城建住房", "城市建设", "城乡建设", "住房", "住房城建", "城乡建设、环境保护"),
            "social_security": ("社保就业", "社会保障", "就业", "劳动、人事", "人力资源"),
            "social_aid": ("社会救助", "民政", "救助", "社会救济"),
            "public_security": ("公共安全", "公安", "应急"),
            "work_safety": ("安全生产",),
            "market": ("市场监管", "市场监督", "行业准营"),
            "credit": ("信用服务", "社会信用", "信用"),
            "law": ("法律服务", "司法", "法律"),
            "daily_life": ("生活服务", "民生服务"),
            "weather": ("气象服务", "气象"),
            "geospatial": ("地理空间", "地理信息", "测绘"),
            "institutions": ("机构团体", "机构"),
        },
    }
)  # fmt: skip

DATE_FORMS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z",
    "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y.%m.%d", "%Y年%m月%d日", "%Y年%m月", "%Y-%m",
    "%Y/%m", "%Y%m%d", "%Y%m%d%H%M%S", "epoch_ms", "epoch", "%Y年", "%Y",
)  # fmt: skip
