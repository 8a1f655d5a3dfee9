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
            "数据集标题", "目录标题", "标题", "名称", "subjectBaseName", "resTitle", "resourceName", "datasetName", "catalogName",
            "cataName", "dataName", "title", "name",
        ),
        "notes": (
            "摘要", "数据摘要", "资源摘要", "摘要信息", "信息资源摘要", "目录摘要", "数据集摘要", "内容摘要", "数据集描述",
            "信息资源描述", "数据资源描述", "资源描述", "资源简介", "数据集简介", "内容简介", "数据描述", "目录描述", "描述", "简介", "资源说明",
            "数据说明", "目录说明", "说明", "tableRemark", "resAbstract", "resourceAbstract", "resourceDesc", "resDesc",
            "catalogDesc", "cataDesc", "datasetDesc", "dataDesc", "tableDesc", "abstract", "description", "summary",
            "introduction", "intro", "notes", "remark", "desc",
        ),
        "authoritative_source": (
            "数源单位", "来源部门", "来源单位", "数据提供方", "数据提供单位", "提供单位", "提供部门", "提供方", "信息资源提供方",
            "资源提供方", "所属部门", "所属单位", "发布单位", "发布部门", "责任部门", "责任单位", "数源部门", "部门名称", "单位名称",
            "officeName", "orgName", "organization", "deptName", "department", "provider", "publisher",
        ),
        "update_cycle": (
            "更新周期", "更新频率", "更新频度", "数据更新频率", "数据更新周期", "数据更新频度", "更新方式", "updateCycle", "frequency",
            "updateFrequency", "updateFreq", "updatePeriod", "updateRate", "accrualPeriodicity",
        ),
        "open_type": (
            "开放属性", "开放类型", "开放状态", "开放方式", "开放条件", "开放级别", "openTypeName", "openType", "openMode",
            "openAttribute", "openCondition", "openLevel", "accessRights",
        ),
        "open_condition": ("开放条件", "openCondition"),
        "share_type": ("共享属性", "共享类型", "共享方式", "共享级别", "shareType", "shareTypeName"),
        "share_condition": ("共享条件", "shareCondition"),
        "version": ("版本号", "数据版本", "资源版本"),
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
        "file_url": (
            "下载地址", "下载链接", "文件地址", "资源地址", "接口地址", "数据地址", "链接", "网址", "downloadUrl", "downloadLink",
            "fileUrl", "filePath", "apiUrl", "accessUrl", "url", "link", "href", "address",
        ),
        "identifier": (
            "信息资源代码", "信息资源编号", "信息资源标识", "数据资源编码", "数据资源编号", "资源代码", "资源编码", "资源编号", "资源标识",
            "目录编码", "目录代码", "目录编号", "目录标识", "数据集编号", "数据集标识", "数据编码", "数据编号", "编码", "编号", "标识",
            "唯一标识", "主键", "resId", "resourceId", "resourceCode", "resCode", "catalogId", "cataId", "cataCode",
            "catalogCode", "datasetId", "dataId", "dataCode", "tableId", "infoId", "rowGuid", "identifier", "uuid",
            "guid", "id",
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
    "暂无联系方式", "暂无描述", "暂无简介", "待补充",
)  # fmt: skip

NOTHING = ("其他", "其它", "其他领域")
"""Where several values stand: one that says nothing."""
KEYWORDS_OF_NOTHING = ("其他", "其它", "-", "--", "/", "无", "暂无")

SPELLINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # What can be taken apart into unit and number is read by ``cycles``.
        "update_cycle": {
            "realtime": (
                "实时", "即时", "准实时", "实时更新", "即时更新", "随时", "随时更新", "动态更新", "实时接口", "real-time",
                "continuous", "continuously", "CONT", "UPDATE_CONT",
            ),
            "daily": ("逐日", "T+1", "日报", "DAILY"),
            "weekly": ("逐周", "周报", "WEEKLY"),
            "tenday": ("旬报", "MONTHLY_3"),
            "monthly": ("逐月", "月报", "MONTHLY"),
            "quarterly": ("逐季", "季报", "QUARTERLY"),
            "semiannual": (
                "半年报", "half-yearly", "semi-annual", "semiannually", "biannual", "biannually", "ANNUAL_2",
            ),
            "annual": ("逐年", "年报", "annually", "yearly", "ANNUAL"),
            "as_needed": (
                "按需", "按需更新", "根据需要", "根据需要更新", "按需要", "需要时更新", "有变化时更新", "变更时更新", "as needed", "on demand",
            ),
            "irregular": (
                "不定期", "不定期更新", "不定时", "不定时更新", "无固定周期", "不固定", "非定期", "不规则", "ad hoc", "IRREG",
            ),
            "never": (
                "不更新", "静态数据", "静态", "不再更新", "一次性", "一次性更新", "停止更新", "历史数据", "无需更新", "从不", "永不", "once",
                "one-off", "NEVER",
            ),
            "other": (
                "其他", "其它", "自定义", "其他周期", "每学期", "每学年", "hourly", "biweekly", "fortnightly", "bimonthly",
                "biennial", "OTHER",
            ),
        },
        "open_type": {
            "unconditional": (
                "无条件开放", "无条件", "完全开放", "普遍开放", "主动开放", "全部开放", "公开", "open", "public",
            ),
            "conditional": (
                "有条件开放", "有条件", "依申请开放", "依申请", "申请开放", "需申请", "需要申请", "提出申请", "开放网站申请", "受限开放", "部分开放", "条件开放",
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
            "science_innovation": ("科技创新", "科技", "科学技术", "教育科技", "科技、教育"),
            "education_culture": (
                "教育文化", "教育科技", "文化教育", "文物保护", "教育", "文化", "文化休闲", "教育培训", "科技、教育", "文化、体育",
            ),
            "industry_agriculture": ("工业农业", "农业农村", "农业", "工业", "三农服务", "农业、水利"),
            "resources_energy": ("资源能源", "能源资源", "能源", "能源环境", "资源环境", "环境资源"),
            "environment": ("生态环境", "资源环境", "环境资源", "能源环境", "环境", "环保", "环境保护"),
            "health": ("医疗卫生", "卫生健康", "健康卫生", "医疗健康", "卫生"),
            "finance_taxation": ("财税金融", "金融", "财政", "财政金融", "财政税务", "税务", "纳税缴费"),
            "trade": ("商贸流通", "商贸", "商务", "商业贸易"),
            "transport": ("交通运输", "道路交通", "交通", "交通旅游", "交通出行"),
            "housing": ("城建住房", "城市建设", "城乡建设", "工程建设", "住房保障", "住房", "住房城建", "城乡建设、环境保护"),
            "social_security": ("社保就业", "社会保障", "劳动就业", "就业创业", "就业", "劳动、人事", "人力资源"),
            "social_aid": ("社会救助", "民政", "救助", "社会救济"),
            "public_security": ("公共安全", "公安", "出境入境", "应急"),
            "work_safety": ("安全生产",),
            "market": ("市场监管", "市场监督", "行业准营"),
            "credit": ("信用服务", "社会信用", "信用"),
            "law": ("法律服务", "司法", "法律"),
            "daily_life": ("生活服务", "民生服务"),
            "weather": ("气象服务", "气象"),
            "geospatial": ("地理空间", "地理信息", "测绘"),
            "institutions": ("机构团体", "机构"),
            "": NOTHING,
        },
    }
)  # fmt: skip

DATE_FORMS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z",
    "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y.%m.%d", "%Y.%m.%d %H:%M:%S",
    "%Y.%m.%d %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H时%M分%S秒", "%Y年%m月%d日 %H时%M分",
    "%Y/%m/%d %I:%M:%S %p", "%Y-%m-%d %I:%M:%S %p", "%Y年%m月%d日", "%Y年%m月", "%Y-%m",
    "%Y/%m", "%Y.%m", "%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d %H:%M:%S", "epoch_ms", "epoch", "%Y年", "%Y",
)  # fmt: skip
